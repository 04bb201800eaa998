"""How fast the chat is, beside its peers: `./run bench chat`."""
