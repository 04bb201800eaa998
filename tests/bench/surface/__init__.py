"""The benchmark of the whole surface."""
