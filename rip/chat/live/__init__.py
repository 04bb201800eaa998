"""Open sockets: who is in a room, and what they are told."""
