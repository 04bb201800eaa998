"""Django's SQLite backend, with a cache of translated statements.

Django writes `%s` for a value, SQLite reads `?`, and Django translates at every call. A batch of
messages or adverts has hundreds of values and the same text as the batch before.

Overrides `convert_query` and `create_cursor`: `tests/core/database/test_django.py` fails when
Django changes them.
"""

import functools
from typing import Any, Final

from django.db.backends.sqlite3 import base

# A batch has a statement for each size; see the setting `cached_statements`, too.
MAX_CACHED_STATEMENTS: Final = 1_000


class Cursor(base.SQLiteCursorWrapper):
    @staticmethod
    @functools.lru_cache(MAX_CACHED_STATEMENTS)
    def _translated(query: str) -> str:
        return str(base.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%"))

    def convert_query(self, query: str, *, param_names: list[str] | None = None) -> str:
        """Called by Django before every statement with values."""
        if param_names is None:
            return self._translated(query)
        return super().convert_query(query, param_names=param_names)


class DatabaseWrapper(base.DatabaseWrapper):
    def create_cursor(self, name: Any = None) -> Cursor:
        cursor: Cursor = self.connection.cursor(factory=Cursor)
        return cursor
