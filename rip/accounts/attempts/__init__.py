"""Attempts to enter a password: the policy, the counts, and the networks people sign in from."""
