"""Programs that show how to talk to RIP."""
