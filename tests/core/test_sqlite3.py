"""SQLite is asked in Django's way of writing values, however often the text is the same."""

from typing import Any

import pytest
from django.db import connection

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.sqlite,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="is about SQLite"),
]


def answer(statement: str, values: Any = None) -> object:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()


def test_the_same_text_takes_other_values_each_time() -> None:
    assert answer("SELECT %s, %s", ["a", 1]) == ("a", 1)
    assert answer("SELECT %s, %s", ["b", 2]) == ("b", 2)


def test_two_percent_signs_are_one() -> None:
    assert answer("SELECT 'Rex' LIKE 'R%%', '%%s', %s", [7]) == (1, "%s", 7)


def test_a_statement_without_values_is_taken_as_it_is() -> None:
    assert answer("SELECT '%s %% ?'") == ("%s %% ?",)


def test_values_may_have_names() -> None:
    assert answer("SELECT %(one)s, %(two)s, '%%'", {"one": 1, "two": "2"}) == (1, "2", "%")


def test_many_rows_go_by_one_text() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE pets (name text, age integer)")
        cursor.executemany("INSERT INTO pets VALUES (%s, %s)", [("Rex", 1), ("Tom", 2)])
        cursor.execute("SELECT name, age FROM pets ORDER BY age")
        assert cursor.fetchall() == [("Rex", 1), ("Tom", 2)]
        cursor.execute("DROP TABLE pets")
