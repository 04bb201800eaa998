"""The tables of the board."""
