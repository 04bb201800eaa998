"""Django's MySQL backend, adapted."""
