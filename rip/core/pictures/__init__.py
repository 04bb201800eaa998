"""Pictures: converted when they arrive, stored as rows with files."""
