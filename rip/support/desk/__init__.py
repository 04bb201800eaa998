"""The operators' desk: all rooms through one socket."""
