"""Django's SQLite backend, adapted."""
