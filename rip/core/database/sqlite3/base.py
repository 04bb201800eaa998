"""Django's SQLite backend, which translates the text of a statement once and not at every call.

Django writes `%s` for a value and SQLite reads `?`. A group of messages or adverts has hundreds of
values and the same text as the group before.
"""

import functools
from typing import Any, Final

from django.db.backends.sqlite3 import base

# Statements of groups have texts of their own for each size; see `cached_statements`, too.
MOST_TRANSLATED: Final = 1_000


class Cursor(base.SQLiteCursorWrapper):
    @staticmethod
    @functools.lru_cache(MOST_TRANSLATED)
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
