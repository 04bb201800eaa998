"""The benchmark of a flood of log-ins."""
