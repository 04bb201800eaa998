"""The Channels and DRF peer: a support chat as its guides write one."""
