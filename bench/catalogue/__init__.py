"""How fast the adverts are read and written, beside peers: `./run bench catalogue`."""
