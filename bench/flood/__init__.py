"""Reads and the chat while many people sign in at once: `./run bench flood`."""
