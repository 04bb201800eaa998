"""How fast RIP is on this machine, alone and beside its peers: `./run bench`."""
