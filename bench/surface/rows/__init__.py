"""The rows: what is requested, by whom, and which route or page that measures."""
