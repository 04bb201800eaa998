"""Servers under test, each on a core of its own: RIP, its peers, and the ceilings of both."""
