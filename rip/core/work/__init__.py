"""The ways work is done within one process: coalesced, in groups, periodically, from a cache."""
