"""The public change feed of the board."""
