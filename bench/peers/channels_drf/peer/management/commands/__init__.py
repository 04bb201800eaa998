"""Commands that the benchmark calls on this peer."""
