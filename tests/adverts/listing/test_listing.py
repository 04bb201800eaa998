"""Filters and orders decide by values alone, whichever version of RIP logged them."""

from decimal import Decimal
from typing import Any

import pytest

from rip.adverts import fields
from rip.adverts.listing.listing import SORTS, Filter, Values

LOGGED: dict[str, Any] = {
    "kind": "Dog",
    "breed": "Такса",
    "gender": "M",
    "age": 3,
    "price": "16000.00",
    "location": "Орёл",
    "owner": 3,
    "status": "published",
    "words": "abc",
}
ALL: dict[str, Any] = {
    "kind": "Dog",
    "breed": "такса",
    "gender": "M",
    "age_min": 3,
    "age_max": 3,
    "price_min": Decimal(16000),
    "price_max": Decimal(16000),
    "location": "орел",
    "owner": 3,
}


def test_all_conditions_match_what_meets_them() -> None:
    assert Filter.of(**ALL).matches(Values.of(LOGGED))
    assert not Filter.of(**ALL).matches(None)


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        ("kind", "Cat"),
        ("breed", "пудель"),
        ("gender", "F"),
        ("age_min", 4),
        ("age_max", 2),
        ("price_min", Decimal("16000.01")),
        ("price_max", Decimal("15999.99")),
        ("location", "москва"),
        ("owner", 4),
        ("status", "closed"),
    ],
)
def test_one_condition_that_is_not_met_is_enough(parameter: str, value: Any) -> None:
    assert not Filter.of(**{**ALL, parameter: value}).matches(Values.of(LOGGED))


def test_the_order_of_conditions_and_what_is_not_given_make_no_other_filter() -> None:
    backwards = Filter.of(**dict(reversed(ALL.items())))
    assert backwards == Filter.of(**ALL)
    assert hash(backwards) == hash(Filter.of(**ALL))
    assert Filter.of(kind=None, age_min=None) == Filter()


def test_a_filter_without_a_field_has_none_of_its_conditions() -> None:
    wanted = Filter.of(**ALL).without("age")
    assert wanted == Filter.of(**{**ALL, "age_min": None, "age_max": None})
    assert (wanted.value("age_min"), wanted.value("kind")) == (None, "Dog")
    assert wanted.without("age") is wanted


def test_a_row_of_a_newer_log_is_read_without_what_is_unknown() -> None:
    newer = Values.of({**LOGGED, "vaccinated": True})
    assert Filter.of(**ALL).matches(newer)
    assert SORTS["price"].sort_key(7, newer) == (Decimal(16000), 7)


@pytest.mark.parametrize("missing", [field.name for field in fields.COMPARED])
def test_a_row_of_an_older_log_has_the_default_of_what_is_missing(missing: str) -> None:
    older = Values.of({name: value for name, value in LOGGED.items() if name != missing})
    assert older.fields[missing] == fields.BY_NAME[missing].blank
    conditions = {
        parameter: value
        for parameter, value in ALL.items()
        if parameter not in fields.BY_NAME[missing].parameters
    }
    assert Filter.of(**conditions).matches(older)


def test_a_row_of_the_log_needs_neither_owner_nor_words() -> None:
    assert Values.of({"status": "published"})[:2] == ("published", None)
    assert Values.of({"status": "published"}).words is None
