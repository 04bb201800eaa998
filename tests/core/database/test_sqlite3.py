"""SQLite is asked in Django's way of writing values, however often the text is the same."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db.utils import ConnectionHandler

pytestmark = pytest.mark.django_db


@pytest.fixture
def database() -> Iterator[Any]:
    """In memory, whatever the other tests run on."""
    made = ConnectionHandler(
        {"default": {"ENGINE": "rip.core.database.sqlite3", "NAME": ":memory:"}}
    )
    yield made["default"]
    made["default"].connection.close()


def answer(database: Any, statement: str, values: Any = None) -> Any:
    with database.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()


def test_the_same_text_takes_other_values_each_time(database: Any) -> None:
    assert answer(database, "SELECT %s, %s", ["a", 1]) == ("a", 1)
    assert answer(database, "SELECT %s, %s", ["b", 2]) == ("b", 2)


def test_two_percent_signs_are_one(database: Any) -> None:
    assert answer(database, "SELECT 'Rex' LIKE 'R%%', '%%s', %s", [7]) == (1, "%s", 7)


def test_a_statement_without_values_is_taken_as_it_is(database: Any) -> None:
    assert answer(database, "SELECT '%s %% ?'") == ("%s %% ?",)


def test_values_may_have_names(database: Any) -> None:
    values = {"one": 1, "two": "2"}
    assert answer(database, "SELECT %(one)s, %(two)s, '%%'", values) == (1, "2", "%")


def test_many_rows_go_by_one_text(database: Any) -> None:
    with database.cursor() as cursor:
        cursor.execute("CREATE TABLE pets (name text, age integer)")
        cursor.executemany("INSERT INTO pets VALUES (%s, %s)", [("Rex", 1), ("Tom", 2)])
        cursor.execute("SELECT name, age FROM pets ORDER BY age")
        assert cursor.fetchall() == [("Rex", 1), ("Tom", 2)]
