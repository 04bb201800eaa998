"""The pages around one advert: reading, keeping, reporting and writing it; one's own adverts."""
