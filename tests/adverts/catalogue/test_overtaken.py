"""An answer that is made while the board changes shows the change, or is made again."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from rip.adverts.catalogue import (
    cached_adverts,
    counts,
    full_list,
    hits,
    pages,
    search_follow,
)
from rip.adverts.catalogue.table import table
from rip.adverts.feed import recent_changes
from rip.adverts.listing.listing import RELEVANCE, SORTS, Filter, Listing
from rip.adverts.models import Advert, AdvertChange, AdvertLog
from rip.core.http.responses import CachedResponse
from tests.adverts.catalogue.conftest import Post, Reader, cannot_be_read, change, ids
from tests.adverts.held import Held, turns

pytestmark = pytest.mark.django_db(transaction=True)

Ask = Callable[[Reader], Awaitable[list[int]]]

SEARCH = Listing(Filter.of(q="пупсик"), RELEVANCE, facets=("kind",))
BY_PRICE = Listing(sort=SORTS["price"], facets=("kind",))


async def _page(reader: Reader, listing: Listing) -> dict[str, Any]:
    answer = await reader.catalogue.page(listing)
    body: dict[str, Any] = json.loads(bytes(answer.body))
    return body


async def _shown(reader: Reader) -> list[int]:
    return ids((await _page(reader, BY_PRICE))["items"])


async def _total(reader: Reader) -> list[int]:
    return list(range((await _page(reader, BY_PRICE))["total"]))


async def _facet(reader: Reader) -> list[int]:
    (kind,) = (await _page(reader, BY_PRICE))["facets"]["kind"] or [{"count": 0}]
    return list(range(kind["count"]))


async def _suggested(reader: Reader) -> list[int]:
    answer = await reader.catalogue.suggestions("breed", "")
    (breed,) = json.loads(bytes(answer.body))["values"] or [{"count": 0}]
    return list(range(breed["count"]))


async def _every(reader: Reader) -> list[int]:
    answer = await reader.catalogue.every(Listing(seed_only=True))
    assert isinstance(answer, CachedResponse)
    return ids(json.loads(bytes(answer.body)))


async def _found(reader: Reader) -> list[int]:
    return ids((await _page(reader, SEARCH))["items"])


ASKED: dict[str, tuple[Any, str, Ask]] = {
    "a page": (pages, "find", _shown),
    "a total": (counts, "count_in_database", _total),
    "a facet": (counts, "count_in_database", _facet),
    "suggestions": (counts, "count_in_database", _suggested),
    "the full list": (full_list, "published_ids", _every),
    "a search": (pages, "find", _found),
    "the hits of a search": (hits, "matches_of", _found),
}


@pytest.fixture(
    params=[
        # Elsewhere the database searches itself.
        pytest.param(name, marks=pytest.mark.sqlite) if name == "the hits of a search" else name
        for name in ASKED
    ]
)
def asked(
    request: pytest.FixtureRequest, reader: Reader, post: Post, monkeypatch: pytest.MonkeyPatch
) -> tuple[Held, Ask]:
    """An answer for which the database is read, and the reading that is held back."""
    module, name, ask = ASKED[request.param]
    post()
    if name == "matches_of":
        reader.run(reader.catalogue.table.load())
    else:
        monkeypatch.setattr(table, "columns_after", cannot_be_read)
    return Held.of(monkeypatch, module, name), ask


def test_who_asks_after_a_write_does_not_get_what_was_read_before_it(
    reader: Reader, post: Post, asked: tuple[Held, Ask]
) -> None:
    """Also when that is still being made, and ready only then."""
    held, ask = asked

    async def scenario() -> None:
        before = asyncio.ensure_future(ask(reader))
        await held.begun()
        await asyncio.to_thread(post)
        after = asyncio.ensure_future(ask(reader))
        await turns()
        held.let_go()
        await before
        assert len(await after) == 2
        assert len(await ask(reader)) == 2

    reader.run(scenario())


def test_who_asks_after_the_log_began_anew_does_not_get_what_was_read_before(
    reader: Reader, post: Post, asked: tuple[Held, Ask]
) -> None:
    """The numbers of the old log say nothing of the new one: they may be larger."""
    held, ask = asked
    for _ in range(3):
        post()

    async def scenario() -> None:
        before = asyncio.ensure_future(ask(reader))
        await held.begun()
        await asyncio.to_thread(_begin_anew)
        after = asyncio.ensure_future(ask(reader))
        # By now that is noticed.
        await reader.catalogue.follower.catch_up()
        await turns()
        held.let_go()
        await before
        assert await after == []
        assert await ask(reader) == []
        await asyncio.to_thread(post)
        assert len(await ask(reader)) == 1

    reader.run(scenario())


def test_of_two_answers_that_are_made_at_once_each_gets_its_own(
    reader: Reader, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table, "columns_after", cannot_be_read)
    held = Held.of(monkeypatch, pages, "find")
    adverts = [post(price=price).pk for price in (1, 2)]

    async def scenario() -> None:
        by_price = asyncio.ensure_future(_shown(reader))
        await held.begun()
        newest = asyncio.ensure_future(_page(reader, Listing()))
        await turns()
        held.let_go()
        assert await by_price == adverts
        assert ids((await newest)["items"]) == [adverts[1], adverts[0]]

    reader.run(scenario())


def _begin_anew(last: int = 1) -> None:
    AdvertChange.objects.all().delete()
    Advert.objects.all().delete()
    AdvertLog.objects.update(last_seq=last)


def test_an_advert_that_was_read_before_more_changes_than_are_known_is_not_cached(
    reader: Reader, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recent_changes, "MOST_KNOWN", 1)
    monkeypatch.setattr(reader.catalogue.follower.look, "reader", None)
    advert, other = post(), post()
    held = Held.of(monkeypatch, cached_adverts, "fragments_of")

    def write() -> None:
        change(advert, title="Новее")
        for age in range(5):
            change(other, age=age)

    async def scenario() -> None:
        await reader.catalogue.follower.catch_up()
        before = asyncio.ensure_future(reader.catalogue.advert(advert.pk))
        await held.begun()
        await asyncio.to_thread(write)
        await reader.catalogue.follower.catch_up()
        held.let_go()
        await before

    reader.run(scenario())
    assert reader.catalogue.follower.restarts == 1
    found = reader.advert(advert.pk)
    assert found is not None
    assert found["title"] == "Новее"


def test_an_advert_that_was_read_before_the_log_began_anew_is_not_cached(
    reader: Reader, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader.catalogue.follower.look, "reader", None)
    advert = post()
    held = Held.of(monkeypatch, cached_adverts, "fragments_of")

    def restore() -> None:
        AdvertChange.objects.all().delete()
        Advert.objects.update(title="Из копии", seq=1)
        AdvertLog.objects.update(last_seq=1)

    async def scenario() -> None:
        for _ in range(2):
            await asyncio.to_thread(post)
        await reader.catalogue.follower.catch_up()
        before = asyncio.ensure_future(reader.catalogue.advert(advert.pk))
        await held.begun()
        await asyncio.to_thread(Advert.objects.exclude(pk=advert.pk).delete)
        await asyncio.to_thread(restore)
        await reader.catalogue.follower.catch_up()
        held.let_go()
        await before

    reader.run(scenario())
    found = reader.advert(advert.pk)
    assert found is not None
    assert found["title"] == "Из копии"


def test_search_entries_of_the_log_before_do_not_count_for_the_new_one(
    reader: Reader, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(4):
        post()
    held = Held.of(monkeypatch, search_follow, "next_entries")

    async def scenario() -> None:
        before = asyncio.ensure_future(_found(reader))
        await held.begun()
        await asyncio.to_thread(_begin_anew)
        await reader.catalogue.follower.catch_up()
        held.let_go()
        await before
        advert = await asyncio.to_thread(post)
        assert await _found(reader) == [advert.pk]

    reader.run(scenario())
