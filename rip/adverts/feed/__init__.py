"""Following the board's log: within this process, and by the public change feed."""
