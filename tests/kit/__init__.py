"""Engines, databases and programs of the system for the tests."""
