"""Results as tables, goals and charts, on the terminal and in docs/benchmarks.md."""
