"""Paging under writes: what existed throughout is neither skipped nor repeated."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rip.adverts.api.parameters import page_listing
from rip.adverts.models import Advert
from rip.core.errors import BadInput
from tests.adverts.catalogue.conftest import Post, Reader, change, delete

pytestmark = pytest.mark.django_db(transaction=True)

prices = st.integers(0, 3)
writes = st.lists(
    st.one_of(
        st.tuples(st.just("post"), prices),
        st.tuples(st.just("delete"), st.integers(0, 30)),
        st.tuples(st.just("move"), prices),
        st.tuples(st.just("close"), st.integers(0, 30)),
    ),
    max_size=4,
)


def write(post: Post, passing: list[Advert], what: tuple[str, int]) -> None:
    """Write adverts that come and go; the others stay as they are."""
    verb, number = what
    if verb == "post":
        passing.append(post(price=number, age=number, breed="проездом"))
    elif passing:
        advert = passing[number % len(passing)]
        if verb == "delete":
            delete(advert)
            passing.remove(advert)
        elif verb == "close":
            change(advert, status="closed")
        else:
            change(advert, price=number, age=3 - number, status="published")


@settings(
    max_examples=20,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    staying=st.lists(prices, min_size=1, max_size=8),
    sort=st.sampled_from(["new", "price", "-price", "age"]),
    limit=st.integers(1, 5),
    between=st.lists(writes, min_size=1, max_size=5),
    in_columns=st.booleans(),
)
def test_every_advert_that_stays_is_met_once(
    reader: Reader,
    post: Post,
    staying: list[int],
    sort: str,
    limit: int,
    between: Any,
    in_columns: bool,
) -> None:
    if in_columns:
        reader.run(reader.catalogue.table.load())
    else:
        reader.catalogue.table.clear()
    Advert.objects.exclude(breed="остаётся").update(status="closed")
    breed = f"остаётся {Advert.objects.count()}"
    stay = {post(price=price, age=price, breed=breed).pk for price in staying}
    passing: list[Advert] = []
    met: list[int] = []
    query = f"sort={sort}&limit={limit}"
    cursor = None
    for turn in range(200):
        for what in between[turn % len(between)] if turn < 10 else []:
            write(post, passing, what)
        page = reader.page(page_listing(f"{query}&cursor={cursor or ''}".encode(), None))
        met += [item["id"] for item in page["items"] if item["breed"] == breed]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert sorted(met) == sorted(stay)


def test_a_cursor_belongs_to_its_listing(reader: Reader, post: Post) -> None:
    for price in range(3):
        post(price=price)
    query = b"limit=1&sort=price&kind=Dog"
    cursor = reader.page(page_listing(query, None))["next_cursor"].encode()
    following = reader.page(page_listing(b"limit=2&kind=Dog&sort=price&cursor=" + cursor, None))
    assert [item["price"] for item in following["items"]] == [1, 2]
    for other in (b"sort=-price&kind=Dog", b"sort=price", b"sort=price&kind=Dog&age_min=1"):
        with pytest.raises(BadInput):
            page_listing(other + b"&cursor=" + cursor, None)
    for forged in (cursor[:-1], b"x", b"%00", "я".encode(), b":", cursor * 9):
        with pytest.raises(BadInput):
            page_listing(query + b"&cursor=" + forged, None)
