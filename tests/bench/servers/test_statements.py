"""The count of the statements that SQLite runs."""

import sqlite3
from pathlib import Path

import pytest

from bench.servers.statements import count_statements, statements_counted


def test_each_statement_of_each_connection_is_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # They are put back after the test.
    monkeypatch.setattr(sqlite3, "connect", sqlite3.connect)
    monkeypatch.setattr(sqlite3.dbapi2, "connect", sqlite3.dbapi2.connect)
    counted = tmp_path / "counted"
    count_statements(str(counted))
    assert statements_counted(counted) == 0
    for connect in (sqlite3.connect, sqlite3.dbapi2.connect):
        connection = connect(":memory:", isolation_level=None)
        connection.execute("SELECT 1").fetchall()
        connection.execute("BEGIN")
        connection.execute("COMMIT")
        connection.close()
    assert statements_counted(counted) == 6
