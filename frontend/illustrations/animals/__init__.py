"""Cats and dogs: bodies, heads and poses."""
