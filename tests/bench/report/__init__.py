"""Reports on the terminal and in the document."""
