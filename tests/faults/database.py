"""The database of a site, read and blocked by other means than RIP's own."""

import contextlib
import sqlite3
import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import pymysql

from tests.faults.history import Row

Rows = Sequence[tuple[Any, ...]]


class Database(Protocol):
    def ask(self, sql: str) -> Rows: ...

    def lock_while(self, unlock: threading.Event, rooms: Sequence[int]) -> None:
        """Keep everyone else from storing messages until `unlock` is set."""


class SQLite:
    def __init__(self, path: Path) -> None:
        self.path = path

    def ask(self, sql: str) -> Rows:
        with self._connect() as connection:
            rows: Rows = connection.execute(sql).fetchall()
            return rows

    def lock_while(self, unlock: threading.Event, rooms: Sequence[int]) -> None:
        with self._connect() as connection:
            connection.execute("BEGIN IMMEDIATE")
            unlock.wait()
            connection.rollback()

    @contextlib.contextmanager
    def _connect(self) -> Iterator[sqlite3.Connection]:
        connection = sqlite3.connect(self.path, timeout=20, isolation_level=None)
        with contextlib.closing(connection):
            yield connection


class MariaDB:
    def __init__(self, port: int) -> None:
        self._port = port
        self._name = "rip"
        with self._connect("") as cursor:
            cursor.execute(f"CREATE DATABASE `{self._name}`")

    def url(self, port: int) -> str:
        """Its DATABASE_URL through a proxy on this port."""
        return f"mysql://root@127.0.0.1:{port}/{self._name}"

    def ask(self, sql: str) -> Rows:
        with self._connect(self._name) as cursor:
            cursor.execute(sql)
            rows: Rows = cursor.fetchall()
            return rows

    def lock_while(self, unlock: threading.Event, rooms: Sequence[int]) -> None:
        numbers = ", ".join(map(str, rooms))
        with self._connect(self._name) as cursor:
            cursor.execute("BEGIN")
            cursor.execute(f"SELECT * FROM support_room WHERE owner_id IN ({numbers}) FOR UPDATE")
            unlock.wait()
            cursor.execute("ROLLBACK")

    @contextlib.contextmanager
    def _connect(self, name: str) -> Iterator[Any]:
        connection = pymysql.connect(host="127.0.0.1", port=self._port, user="root", database=name)
        with connection, connection.cursor() as cursor:
            yield cursor


def newest(database: Database) -> dict[int, int]:
    """The newest number of each room."""
    return dict(database.ask("SELECT owner_id, last_seq FROM support_room"))


def rows_after(database: Database, since: Mapping[int, int]) -> list[Row]:
    """The messages stored after these numbers of these rooms."""
    return [
        Row(room, seq, message_id, body)
        for number, after in since.items()
        for room, seq, message_id, body in database.ask(
            "SELECT room_id, seq, client_message_id, body FROM support_message"
            f" WHERE room_id = {number} AND seq > {after}"
        )
    ]
