"""Adverts read and written, beside PocketBase, DRF and static bytes: `./run bench catalogue`."""
