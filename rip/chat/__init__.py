"""The chat engine: rooms as numbered logs, for each kind of room that is declared (`kinds.py`)."""
