"""A catalogue that has followed any writes equals one that begins after them."""

import random
from decimal import Decimal
from typing import Any

import pytest

from rip.adverts.listing.listing import SORTS, Filter, Listing
from rip.adverts.models import Advert
from rip.core.database.columns import fold
from tests.adverts.catalogue.conftest import Post, Reader, change, delete

pytestmark = pytest.mark.django_db(transaction=True)

FACETS = ("kind", "breed", "location")


def some_values(choose: random.Random) -> dict[str, Any]:
    return {
        "title": choose.choice(["Такса ищет дом", "Отдам кота", "Ёж"]),
        "kind": choose.choice(["Dog", "Cat"]),
        "breed": choose.choice(["Ёж", "еж", "Такса", "Уж"]),
        "gender": choose.choice("MF"),
        "age": choose.randrange(4),
        "price": Decimal(choose.randrange(5)),
        "location": choose.choice(["Орёл", "орел", "Омск"]),
    }


def some_write(choose: random.Random, post: Post, adverts: list[Advert]) -> None:
    what = choose.random()
    if what < 0.35 or not adverts:
        adverts.append(post(**some_values(choose)))
    elif what < 0.5:
        delete(adverts.pop(choose.randrange(len(adverts))))
    elif what < 0.7:
        change(choose.choice(adverts), status=choose.choice(["published", "closed"]))
    else:
        name, value = choose.choice(list(some_values(choose).items()))
        change(choose.choice(adverts), **{name: value})


def some_listing(choose: random.Random) -> Listing:
    conditions: dict[str, Any] = {
        "kind": "Dog",
        "breed": "еж",
        "age_min": 2,
        "price_max": Decimal(2),
        "location": "орел",
        "status": "closed",
        "q": choose.choice(["такса", "орел", "дом еж"]),
    }
    chosen = choose.sample(sorted(conditions), choose.randrange(3))
    wanted = Filter.of(**{name: conditions[name] for name in chosen})
    sort = SORTS[choose.choice(list(SORTS))]
    after = None
    if choose.random() < 0.5:
        after = (choose.randrange(9),) if sort.column == "id" else (choose.randrange(4), 5)
    return Listing(wanted, sort, choose.choice([1, 2, 5, 100]), after, FACETS)


def folded(page: dict[str, Any]) -> dict[str, Any]:
    """The page, with any spelling of a facet's value as good as another."""
    facets = {
        name: [(fold(one["value"]), one["count"]) for one in values]
        for name, values in page["facets"].items()
    }
    return {**page, "facets": facets}


@pytest.mark.parametrize("seed", range(4))
def test_it_answers_as_a_new_one(reader: Reader, runner: Any, post: Post, seed: int) -> None:
    choose = random.Random(seed)
    listings = [some_listing(choose) for _ in range(12)]
    adverts: list[Advert] = []
    if seed % 2:
        reader.run(reader.catalogue.table.load())
    for _ in range(25):
        some_write(choose, post, adverts)
        fresh = Reader(runner)
        for listing in choose.sample(listings, 4):
            assert folded(reader.page(listing)) == folded(fresh.page(listing)), listing
        assert reader.every() == fresh.every()
        fresh.catalogue.follower.close()
