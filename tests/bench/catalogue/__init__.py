"""The benchmark of the catalogue."""
