"""Vector illustrations of the demo adverts, drawn by code."""
