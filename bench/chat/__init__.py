"""Durable messages beside peers, idle sockets, joins and a restart: `./run bench chat`."""
