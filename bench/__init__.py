"""The speed of RIP on this machine, alone and beside its peers: `./run bench`."""
