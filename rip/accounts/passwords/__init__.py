"""Hashing passwords: how, and in which threads."""
