"""The DRF peer: a board of adverts as its guides write one."""
