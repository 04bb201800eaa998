"""A page goes on behind any position: one of an advert, between two, before the first, behind the
last, and outside of the range that is asked for."""

import itertools
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from rip.adverts.catalogue.cached_pages import find
from rip.adverts.catalogue.table import sorted_rows
from rip.adverts.listing.listing import RELEVANCE, SORTS, Filter, Listing, Sort, SortKey
from tests.adverts.catalogue.conftest import Post, Reader, change, delete, ids

pytestmark = pytest.mark.django_db(transaction=True)

PRICES = ("0", "1", "2", "2", "3.50", "4", "4", "5", "6")
RANGES: list[dict[str, Any]] = [
    {},
    {"price_min": Decimal(2)},
    {"price_max": Decimal(4)},
    {"price_min": Decimal(2), "price_max": Decimal(4)},
    {"price_min": Decimal("2.01"), "price_max": Decimal("3.50")},
    {"price_min": Decimal(5), "price_max": Decimal(3)},
    {"age_min": 2, "age_max": 3},
]


@pytest.fixture(params=[1_024, 0], ids=["few rows", "many rows"])
def reader_of_columns(
    request: pytest.FixtureRequest, reader: Reader, post: Post, monkeypatch: pytest.MonkeyPatch
) -> Reader:
    """Its rows are sorted for each page, or met in the order of the page, two at a time. Some are
    sorted, some are new, and some are gone."""
    monkeypatch.setattr(sorted_rows, "FEW", request.param)
    monkeypatch.setattr(sorted_rows, "STEP", 2)
    monkeypatch.setattr(sorted_rows, "GROWTH", 1)
    adverts = [post(title="Такса", price=price, age=age % 5) for age, price in enumerate(PRICES)]
    gone, moved = post(title="Такса", price=3), post(title="Такса", price=1, age=2)
    reader.run(reader.catalogue.table.load())
    delete(gone)
    change(moved, price=Decimal(2))
    post(title="Такса", price=adverts[4].price, age=4)
    post(title="Такса", price=4, age=3)
    return reader


def positions(sort: Sort, keys: list[SortKey]) -> list[SortKey | None]:
    """The sort keys of a page, and others of their values and beside them."""
    last = max(int(key[-1]) for key in keys) + 1
    numbers = [0, 1, *sorted(int(key[-1]) for key in keys), last]
    if sort.column == "id":
        return [None, *((number,) for number in numbers)]
    values = sorted({key[0] for key in keys})
    if sort.column == "price":
        values = [Decimal(-1), *values, *(one + Decimal("0.01") for one in values), Decimal(99)]
    else:
        values = [*values, 99]
    return [None, *itertools.product(values, numbers)]


@pytest.mark.parametrize("sort", SORTS.values(), ids=list(SORTS))
def test_columns_and_database_go_on_alike(reader_of_columns: Reader, sort: Sort) -> None:
    reader_of_columns.run(reader_of_columns.catalogue.follower.catch_up())
    everything = keys_of(reader_of_columns, Listing(sort=sort, limit=100))
    everywhere = positions(sort, everything)
    for asked in RANGES:
        wanted = Filter.of(**asked)
        matching = keys_of(reader_of_columns, Listing(wanted, sort, limit=100))
        for after in everywhere:
            left = [key for key in matching if after is None or is_behind(sort, key, after)]
            for limit in (1, 3, 100):
                listing = Listing(wanted, sort, limit, after)
                page = reader_of_columns.catalogue.table.page(listing)
                assert page == (left[: limit + 1], len(matching)), listing
        for after in everywhere[:: max(1, len(everywhere) // 6)]:
            left = [key for key in matching if after is None or is_behind(sort, key, after)]
            for few in (False, True):
                found = find(Listing(wanted, sort, 2, after), few=few)
                assert found.ids == [int(key[-1]) for key in left[:2]], (asked, after)


def keys_of(reader: Reader, listing: Listing) -> list[SortKey]:
    page = reader.catalogue.table.page(listing)
    assert page is not None
    return page.sort_keys


def is_behind(sort: Sort, key: SortKey, other: SortKey) -> bool:
    return key < other if sort.descending else key > other


def test_the_range_itself_is_what_was_asked_for(reader_of_columns: Reader) -> None:
    reader = reader_of_columns
    everything = [item["price"] for item in reader.page(Listing(limit=100))["items"]]
    for asked in RANGES[:-1]:
        least, most = asked.get("price_min", 0), asked.get("price_max", 99)
        page = reader.page(Listing(Filter.of(**asked), SORTS["price"], limit=100))
        prices = [item["price"] for item in page["items"]]
        assert prices == sorted(one for one in everything if least <= Decimal(str(one)) <= most)


def test_a_search_goes_on_behind_any_position(reader_of_columns: Reader) -> None:
    """Those with the words in their heads first; the newest of each first."""
    reader = reader_of_columns
    wanted = Filter.of(q="такса", price_min=Decimal(2), price_max=Decimal(4))
    found = ids(reader.page(Listing(wanted, RELEVANCE, limit=100))["items"])
    keys: list[SortKey] = [(0, advert_id) for advert_id in found]
    assert found == sorted(found, reverse=True)
    last = found[0]
    for after in [(0, last + 1), *keys, (0, found[-1] - 1), (0, 0), (1, last + 1), (1, 0)]:
        left = [one for rank, one in keys if rank == after[0] and one < after[1]]
        for limit in (1, 2, 100):
            page = reader.page(Listing(wanted, RELEVANCE, limit, after))
            assert ids(page["items"]) == left[:limit], (after, connection.vendor)
            assert page["total"] == len(found)
