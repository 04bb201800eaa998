"""A second kind of room, which only tests have: letters between two people, about some subject."""
