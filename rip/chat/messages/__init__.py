"""Messages on their way into a room's log, and out of it."""
