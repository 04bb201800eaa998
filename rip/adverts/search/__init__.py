"""Full-text search: the words of a text, and queries for them."""
