"""Open sockets: rooms with their members, and the news they get."""
