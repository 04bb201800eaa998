"""The board: adverts, their log and search, the catalogue, and the API and pages that show them."""
