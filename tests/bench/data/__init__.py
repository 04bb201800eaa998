"""The data that servers are filled with."""
