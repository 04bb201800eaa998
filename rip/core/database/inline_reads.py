"""Inline reads: short ones, on the event loop, of a database that makes no reader wait.

In WAL mode SQLite's readers wait for no lock, and to find a row by its key takes a small part of
what a hop to a thread costs. Other databases are read in threads (`threads.py`).
"""

import sqlite3
from typing import Any, Final

from django.db import connection

# Pages of the file are read through the page cache of the system without being copied.
_MAPPED_BYTES: Final = 2**28

Row = tuple[Any, ...]


class InlineReader:
    """A connection that only reads, for a few rows that are found by their keys."""

    def __init__(self) -> None:
        self._connection: sqlite3.Connection | None = None

    def rows(self, sql: str, parameters: tuple[int | str, ...] = ()) -> list[Row] | None:
        """Return the rows; None if the read has to go to a database thread, which may wait."""
        try:
            if self._connection is None:
                self._connection = self._connect()
            return self._connection.execute(sql, parameters).fetchall()
        except sqlite3.Error:
            self.close()
            return None

    def _connect(self) -> sqlite3.Connection:
        opened = sqlite3.connect(
            connection.settings_dict["NAME"],
            timeout=0,
            isolation_level=None,
            check_same_thread=False,
        )
        opened.execute("PRAGMA query_only = ON")
        opened.execute(f"PRAGMA mmap_size = {_MAPPED_BYTES}")
        return opened

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def inline_reader() -> InlineReader | None:
    """A reader, or None where the database cannot be read on the event loop."""
    return InlineReader() if connection.vendor == "sqlite" else None
