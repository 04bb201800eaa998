"""Template filters for the pages of adverts."""
