"""How fast RIP is on this machine: `./run bench`."""
