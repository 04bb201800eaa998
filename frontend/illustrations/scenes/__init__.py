"""Backgrounds of the pictures: indoors, outdoors and in town."""
