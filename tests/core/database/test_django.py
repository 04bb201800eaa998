"""Django's backends are as they were when RIP overrode them: see `tests.libraries`."""

from django.db.backends.base.base import BaseDatabaseWrapper

from rip.core.database.mysql.base import DatabaseWrapper as MySQL
from rip.core.database.sqlite3.base import Cursor
from rip.core.database.sqlite3.base import DatabaseWrapper as SQLite
from tests.libraries import digest, overridden


def test_the_cursor_of_sqlite() -> None:
    assert overridden(Cursor) == {"convert_query": "183a4b3544fb"}


def test_the_connection_of_sqlite() -> None:
    assert overridden(SQLite) == {"create_cursor": "9e8198be0a5d"}


def test_the_connection_of_mysql() -> None:
    """Django calls the method that begins a transaction, though only SQLite's backend has it."""
    assert overridden(MySQL) == {}
    assert "_start_transaction_under_autocommit" in vars(MySQL)
    assert digest(BaseDatabaseWrapper.set_autocommit) == "4e91610fe9d8"
