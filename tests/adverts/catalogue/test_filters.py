"""Which adverts a listing has, in which order, how many, and what is counted beside them."""

from decimal import Decimal
from typing import Any

import pytest

from rip.accounts.models import User
from rip.adverts.listing.listing import SORTS, Filter, Listing
from tests.adverts.catalogue.conftest import Post, Reader, change, ids

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(
    ("condition", "matching", "other"),
    [
        ({"kind": "Cat"}, {"kind": "Cat"}, {"kind": "Dog"}),
        ({"breed": "елка"}, {"breed": "Ёлка"}, {"breed": "Ёлка 2"}),
        ({"gender": "F"}, {"gender": "F"}, {"gender": "M"}),
        ({"age_min": 3}, {"age": 3}, {"age": 2}),
        ({"age_max": 3}, {"age": 3}, {"age": 4}),
        ({"price_min": Decimal("10.5")}, {"price": "10.50"}, {"price": "10.49"}),
        ({"price_max": Decimal("10.5")}, {"price": "10.50"}, {"price": "10.51"}),
        ({"location": "орел"}, {"location": "  ОРЁЛ "}, {"location": "Орел-2"}),
        ({"status": "reserved"}, {"status": "reserved"}, {}),
        ({"status": "closed"}, {"status": "closed"}, {"status": "reserved"}),
        ({}, {}, {"status": "closed"}),
    ],
    ids=str,
)
@pytest.mark.parametrize("sort", SORTS)
def test_each_condition_chooses_what_matches(
    reader: Reader,
    post: Post,
    condition: dict[str, Any],
    matching: dict[str, Any],
    other: dict[str, Any],
    sort: str,
) -> None:
    listing = Listing(Filter.of(**condition), SORTS[sort])
    assert reader.page(listing)["items"] == []
    shown = post(**matching)
    post(**other)
    page = reader.page(listing)
    assert ids(page["items"]) == [shown.pk]
    assert page["total"] == 1
    assert page["next_cursor"] is None


def test_the_owners_adverts(reader: Reader, post: Post, owner: User, stranger: User) -> None:
    mine = post(owner=owner)
    post(owner=stranger)
    post()
    assert ids(reader.page(Listing(Filter.of(owner=owner.pk)))["items"]) == [mine.pk]


def test_all_conditions_must_hold(reader: Reader, post: Post) -> None:
    values = {"kind": "Cat", "gender": "F", "age": 5, "price": "100", "breed": "Б", "location": "Г"}
    shown = post(**values)
    for name, value in (
        ("kind", "Dog"),
        ("gender", "M"),
        ("age", 9),
        ("price", "1"),
        ("breed", "В"),
    ):
        post(**{**values, name: value})
    wanted = Filter.of(
        kind="Cat",
        gender="F",
        age_min=5,
        age_max=6,
        price_min=Decimal(50),
        price_max=Decimal(100),
        breed="б",
        location="г",
    )
    for sort in SORTS.values():
        assert ids(reader.page(Listing(wanted, sort))["items"]) == [shown.pk]
    assert ids(reader.every(Listing(wanted, seed_only=True))) == [shown.pk]


def test_the_order_of_each_sort(reader: Reader, post: Post) -> None:
    values = [("20", 3), ("10", 2), ("20", 1), ("10", 2)]
    one, two, three, four = (post(price=price, age=age).pk for price, age in values)
    orders = {
        "new": [four, three, two, one],
        "price": [two, four, one, three],
        "-price": [three, one, four, two],
        "age": [three, two, four, one],
    }
    for name, order in orders.items():
        assert ids(reader.page(Listing(sort=SORTS[name]))["items"]) == order
        # By the other way of finding them.
        wanted = Filter.of(age_max=200)
        assert ids(reader.page(Listing(wanted, SORTS[name], limit=1))["items"]) == order[:1]


def test_a_facet_counts_what_other_choices_would_show(reader: Reader, post: Post) -> None:
    for kind, breed in (("Dog", "Такса"), ("Dog", "такса"), ("Dog", "Ёрш"), ("Cat", "Сфинкс")):
        post(kind=kind, breed=breed)
    listing = Listing(Filter.of(kind="Dog"), facets=("kind", "breed", "location"))
    page = reader.page(listing)
    assert page["total"] == 3
    assert page["facets"] == {
        "kind": [{"value": "Dog", "count": 3}, {"value": "Cat", "count": 1}],
        "breed": [{"value": "Такса", "count": 2}, {"value": "Ёрш", "count": 1}],
        "location": [{"value": "Москва", "count": 3}],
    }


def test_a_facet_names_at_most_fifty_values(reader: Reader, post: Post) -> None:
    for number in range(51):
        post(breed=f"Порода {number:02}")
    post(breed="Порода 50")
    values = reader.page(Listing(facets=("breed",)))["facets"]["breed"]
    assert len(values) == 50
    assert values[0] == {"value": "Порода 50", "count": 2}


def test_suggestions_begin_as_asked_the_most_used_first(reader: Reader, post: Post) -> None:
    for breed in ("Ёж", "ежевика", "ЕЖЕВИКА", "Уж"):
        post(breed=breed)
    reserved = post(breed="Ёжик")
    assert [one["value"] for one in reader.suggestions("breed", "еж")] == ["ежевика", "Ёж", "Ёжик"]
    change(reserved, status="reserved")
    assert reader.suggestions("breed", "ежик") == []
    assert reader.suggestions("location") == [{"value": "Москва", "count": 4}]
    for number in range(12):
        post(breed=f"Я {number}")
    assert len(reader.suggestions("breed", "я")) == 10
