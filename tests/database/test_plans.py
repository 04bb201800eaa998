"""Each way of asking for adverts is served by the index that was made for it."""

from decimal import Decimal
from typing import Any, NamedTuple

import pytest
from django.db import connection
from django.db.models import QuerySet

from rip.accounts.models import User
from rip.adverts.listing.listing import SORTS, Filter, Listing
from rip.adverts.models import Advert, Status

INDEXES = {
    "new": "advert_newest",
    "price": "advert_by_price",
    "-price": "advert_by_price",
    "age": "advert_by_age",
}


@pytest.fixture
def board(db: None) -> None:
    """Adverts enough for MariaDB to have a choice."""
    owners = [User.objects.create(username=f"owner-{number}") for number in range(30)]
    Advert.objects.bulk_create(
        Advert(
            title="Т",
            description="О" * 200,
            kind="Dog" if number % 2 else "Cat",
            breed=f"Порода {number % 300}",
            age=number % 20,
            gender="MF"[number % 3 == 0],
            location=f"Город {number % 500}",
            price=Decimal(number * 7919 % 100_000),
            owner=owners[number % 30],
            status=Status.CLOSED if number % 10 == 9 else Status.PUBLISHED,
            seq=10_000_000 + number,
        )
        for number in range(3_000)
    )


class Plan(NamedTuple):
    name: str
    is_sorted: bool


def plan(adverts: QuerySet[Any, Any]) -> Plan:
    """The index that finds the rows, and whether they are sorted afterwards."""
    query, parameters = adverts.query.sql_with_params()
    sqlite = connection.vendor == "sqlite"
    how = "QUERY PLAN" if sqlite else "FORMAT=TRADITIONAL"
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {how} {query}", parameters)
        names = [column[0] for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    if not sqlite:
        return Plan(str(rows[0]["key"]), "filesort" in str(rows[0]["Extra"]))
    steps = " ".join(row["detail"] for row in rows)
    index = steps.partition("INDEX ")[2].partition(" ")[0] or "PRIMARY"
    return Plan(index, "USE TEMP B-TREE FOR ORDER BY" in steps)


def plan_of_page(wanted: Filter, sort: str, **how: Any) -> Plan:
    listing = Listing(wanted, SORTS[sort])
    listed = Advert.objects.listed(wanted, listing.sort, **how)
    return plan(listed.values_list(*listing.sort.columns())[: listing.limit + 1])


# MySQL's planner prefers a scan of another index that covers the query on a board of this size.
@pytest.mark.sqlite
@pytest.mark.mariadb
@pytest.mark.usefixtures("board")
@pytest.mark.parametrize("sort", SORTS)
def test_a_walk_goes_along_the_index_of_its_sort(sort: str) -> None:
    first, last = Advert.objects.earliest("id").pk, Advert.objects.latest("id").pk
    place = {"new": (last,), "age": (9, first)}.get(sort, (50_000, first))
    for wanted in (
        Filter(),
        Filter.of(kind="Dog", gender="F"),
        Filter.of(kind="Dog", breed="порода 7", location="город 7", owner=1),
        Filter.of(price_min=Decimal(10)),
        Filter.of(status="closed"),
    ):
        for after in (None, place):
            index, is_sorted = plan_of_page(wanted, sort, after=after)
            # The table itself is in the order of the ids, which does when most of it matches.
            assert index in (INDEXES[sort], "PRIMARY" if sort == "new" else ""), (wanted, after)
            assert not is_sorted


@pytest.mark.usefixtures("board")
def test_few_adverts_are_found_by_what_they_match() -> None:
    owner = User.objects.latest("id").pk
    for wanted, index in (
        (Filter.of(breed="порода 7"), "advert_of_breed"),
        (Filter.of(location="город 7", kind="Dog"), "advert_at_location"),
        (Filter.of(owner=owner), "advert_of_owner"),
        (Filter.of(price_min=Decimal(100), price_max=Decimal(105)), "advert_by_price"),
    ):
        for sort in SORTS:
            assert plan_of_page(wanted, sort, few=True) == Plan(index, is_sorted=True), wanted


@pytest.mark.sqlite
@pytest.mark.mariadb
@pytest.mark.usefixtures("board")
def test_counting_reads_nothing_but_one_index() -> None:
    for wanted, index in (
        (Filter.of(kind="Dog"), "advert_by_price"),
        (Filter.of(kind="Cat", gender="M", age_max=5), "advert_by_price"),
        (Filter.of(price_min=Decimal(100), kind="Dog"), "advert_by_price"),
        (Filter.of(breed="порода 7"), "advert_of_breed"),
        (Filter.of(location="город 7"), "advert_at_location"),
    ):
        counted = Advert.objects.counted(wanted).order_by().values("pk")
        assert plan(counted).name == index, wanted
