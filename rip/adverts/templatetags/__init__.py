"""Template filters that show the values of adverts to people."""
