"""Every filter chooses the same adverts in every way that a listing is answered."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from rip.accounts.models import User
from rip.adverts import fields
from rip.adverts.catalogue.cached_pages import find
from rip.adverts.catalogue.search_index import search_entries_follow
from rip.adverts.catalogue.table import table
from rip.adverts.listing.listing import PARAMETERS, RELEVANCE, SORTS, Filter, Listing, Values
from rip.adverts.models import Advert
from tests.adverts.catalogue.conftest import Post, Reader, cannot_be_read, ids

pytestmark = pytest.mark.django_db(transaction=True)

SHOWN: dict[str, Any] = {
    "title": "Ищет дом",
    "kind": "Cat",
    "breed": "Ёж",
    "gender": "F",
    "age": 5,
    "location": "Орёл",
    "price": "10.50",
}
FACETS = tuple(field.name for field in fields.FACETS)
# Each parameter that SHOWN meets, and the values of an advert that differs in nothing else.
CONDITIONS: dict[str, tuple[Any, dict[str, Any]]] = {
    "kind": ("Cat", {"kind": "Dog"}),
    "breed": ("еж", {"breed": "Уж"}),
    "gender": ("F", {"gender": "M"}),
    "age_min": (5, {"age": 4}),
    "age_max": (5, {"age": 6}),
    "location": ("орел", {"location": "Омск"}),
    "price_min": (Decimal("10.50"), {"price": "10.49"}),
    "price_max": (Decimal("10.50"), {"price": "10.51"}),
}


class Board:
    """An advert that meets every condition, and for each condition one that misses that alone."""

    def __init__(self, post: Post, owner: User, stranger: User) -> None:
        self.shown = post(**SHOWN, owner=owner).pk
        self.missing = {
            name: post(**{**SHOWN, **values}, owner=owner).pk
            for name, (_wanted, values) in CONDITIONS.items()
        }
        self.missing["owner"] = post(**SHOWN, owner=stranger).pk
        self.missing["q"] = post(**{**SHOWN, "title": "Нашёл"}, owner=owner).pk
        self.reserved = post(**SHOWN, owner=owner, status="reserved").pk
        search_entries_follow()
        self.given: dict[str, Any] = {name: wanted for name, (wanted, _) in CONDITIONS.items()}
        self.given |= {"owner": owner.pk, "q": "ищет дом"}

    def filter(self, names: Collection[str]) -> Filter:
        return Filter.of(**{name: self.given[name] for name in names})

    def found(self, names: Collection[str]) -> set[int]:
        """The adverts that meet these conditions."""
        return {self.shown, *(pk for name, pk in self.missing.items() if name not in names)}

    def choices(self) -> list[set[str]]:
        """The conditions of filters: none, each alone, all but one, and all."""
        every = set(self.given)
        return [set(), every, *({name} for name in every), *(every - {name} for name in every)]

    def filters(self) -> Iterator[tuple[Filter, set[int]]]:
        """Filters, each with what it finds."""
        for names in self.choices():
            yield self.filter(names), self.found(names)
            yield replace(self.filter(names), status="reserved"), {self.reserved}


@pytest.fixture
def board(post: Post, owner: User, stranger: User) -> Board:
    return Board(post, owner, stranger)


def test_the_board_is_told_apart_by_each_parameter_there_is() -> None:
    assert set(CONDITIONS) == set(PARAMETERS)


def test_values_of_the_log(board: Board) -> None:
    logged = {one.pk: Values.of(one.filter_values()) for one in Advert.objects.all()}
    for wanted, found in board.filters():
        # The log does not say which words an advert has.
        matching = {pk for pk, values in logged.items() if wanted.matches(values)}
        assert matching - ({board.missing["q"]} if wanted.q else set()) == found, wanted


Query = Callable[[Filter], set[int]]


def _listed(wanted: Filter, *, few: bool) -> set[int]:
    (found,) = {frozenset(find(_listing(wanted, name), few=few).ids) for name in SORTS}
    return set(found)


def _listing(wanted: Filter, sort: str = "new") -> Listing:
    return Listing(wanted, SORTS[sort], limit=100)


QUERIES: dict[str, Query] = {
    "matching": lambda wanted: {one.pk for one in Advert.objects.matching(wanted)},
    "counted": lambda wanted: {one.pk for one in Advert.objects.counted(wanted)},
    "walked": lambda wanted: _listed(wanted, few=False),
    "sorted": lambda wanted: _listed(wanted, few=True),
    "ranked": lambda wanted: set(find(replace(_listing(wanted), sort=RELEVANCE)).ids),
}


@pytest.mark.parametrize("query", QUERIES)
def test_queries_of_the_database(board: Board, query: str) -> None:
    for wanted, found in board.filters():
        assert QUERIES[query](wanted) == found, wanted


@pytest.fixture(params=["database", "columns", "new rows of the columns"])
def way(request: pytest.FixtureRequest, reader: Reader, monkeypatch: pytest.MonkeyPatch) -> str:
    """The way in which the catalogue answers; new rows are of adverts that come when the columns
    have been read."""
    if request.param == "database":
        monkeypatch.setattr(table, "columns_after", cannot_be_read)
    if request.param == "new rows of the columns":
        reader.run(reader.catalogue.table.load())
    way: str = request.param
    return way


def test_pages_with_totals_and_facets(
    reader: Reader, way: str, post: Post, owner: User, stranger: User
) -> None:
    board = Board(post, owner, stranger)
    if way == "columns":
        reader.run(reader.catalogue.table.load())
    for wanted, found in board.filters():
        for sort in (*SORTS.values(), *([RELEVANCE] if wanted.q else [])):
            page = reader.page(Listing(wanted, sort, limit=100))
            assert (page["total"], set(ids(page["items"]))) == (len(found), found), (wanted, sort)
    assert (reader.catalogue.table.size > 0) == (way != "database")
    for names in board.choices():
        page = reader.page(Listing(board.filter(names), facets=FACETS))
        counted = {
            name: sum(value["count"] for value in values) for name, values in page["facets"].items()
        }
        assert counted == {name: len(board.found(names - {name})) for name in FACETS}, names


def test_the_list_that_is_sent_in_chunks(
    reader: Reader, board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rip.adverts.catalogue.catalogue.CHUNK", 1)
    for wanted, found in board.filters():
        listed = ids(reader.every(Listing(wanted, seed_only=True)))
        assert (len(listed), set(listed)) == (len(found), found), wanted
