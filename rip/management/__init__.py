"""The commands of the site: serving it, the demo, and the search index."""
