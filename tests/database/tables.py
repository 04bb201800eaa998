"""The tables of a database as they are, read without RIP's models: definitions and rows."""

import contextlib
import re
import sqlite3
from collections.abc import Iterator
from typing import Any, TypeAlias
from urllib.parse import urlsplit

import pymysql

# The records of each table, by the names of their columns.
Rows: TypeAlias = dict[str, list[dict[str, Any]]]

# Django's rows about the code, and the entries of the search, which follow from the adverts.
DERIVED = (
    "adverts_searchentry",
    "adverts_searchindex",
    "auth_permission",
    "django_content_type",
    "django_migrations",
)


class Database:
    """A connection to a DATABASE_URL."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self.is_sqlite = parts.scheme == "sqlite"
        self._connection: Any
        if self.is_sqlite:
            self._connection = sqlite3.connect(parts.path.removeprefix("/"))
        else:
            self._connection = pymysql.connect(
                host=parts.hostname,
                port=parts.port or 3306,
                user=parts.username,
                password=parts.password or "",
                database=parts.path[1:],
                charset="utf8mb4",
                autocommit=True,
            )

    def read(self, query: str) -> list[dict[str, Any]]:
        cursor = self._connection.cursor()
        cursor.execute(query)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, record, strict=True)) for record in cursor.fetchall()]

    def change(self, statement: str) -> None:
        self._connection.cursor().execute(statement)
        self._connection.commit()

    def tables(self) -> list[str]:
        """Their names, without the parts of a full-text table."""
        if self.is_sqlite:
            query = "SELECT name FROM pragma_table_list WHERE type IN ('table', 'virtual')"
        else:
            query = "SHOW TABLES"
        names = (str(name) for record in self.read(query) for name in record.values())
        return sorted(name for name in names if not name.startswith("sqlite_"))

    def rows(self) -> Rows:
        """All that people have written, in one order."""
        read = {table: self.read(f"SELECT * FROM {table}") for table in self.tables()}
        return {
            table: sorted(records, key=lambda record: sorted(map(str, record.items())))
            for table, records in read.items()
            if table not in DERIVED
        }

    def definitions(self) -> dict[str, list[str]]:
        """The columns, keys and indexes of each table, sorted: their order makes no difference."""
        return {table: sorted(self._definition(table)) for table in self.tables()}

    def _definition(self, table: str) -> Iterator[str]:
        if self.is_sqlite:
            query = f"SELECT sql FROM sqlite_schema WHERE tbl_name = '{table}' AND sql IS NOT NULL"
            for record in self.read(query):
                text = record["sql"].removeprefix(f'CREATE TABLE "{table}" (').removesuffix(")")
                # Commas within brackets separate the columns of one key.
                yield from re.split(r", (?![^()]*\))", text)
            return
        [record] = self.read(f"SHOW CREATE TABLE {table}")
        # MySQL names the character set or not, by how a table was made, where it is the same.
        # It numbers a table's checks in the order in which they were made.
        told = r" AUTO_INCREMENT=\d+| CHARACTER SET utf8mb4|(?<=_chk)_\d+|,$"
        lines = record["Create Table"].splitlines()
        yield from (re.sub(told, "", line).strip() for line in lines)

    def close(self) -> None:
        self._connection.close()


def connected(url: str) -> contextlib.closing[Database]:
    return contextlib.closing(Database(url))
