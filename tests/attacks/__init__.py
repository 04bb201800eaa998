"""Attacks on a real server, as programs that print what they cost others."""
