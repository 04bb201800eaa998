"""The read model of the board, in memory."""
