"""Everything that changes adverts, each change under its number in the board's log."""
