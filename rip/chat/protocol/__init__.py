"""The chat protocol as pure functions."""
