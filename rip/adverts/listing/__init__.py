"""A listing of the board as pure values: filter, order and sort key."""
