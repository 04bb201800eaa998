"""The published adverts as columns of numbers, filtered and sorted without the database."""
