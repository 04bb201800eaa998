"""A search finds what was acknowledged before it began, whoever lets the index follow."""

import asyncio

import pytest

from rip.adverts.catalogue import search_follow, search_index
from rip.adverts.listing.listing import RELEVANCE, Filter, Listing
from rip.adverts.models import Advert, AdvertChange, AdvertLog, SearchIndex
from rip.core.database import threads
from tests.adverts.catalogue.conftest import Post, Reader, change, delete, ids
from tests.kit.waiting import PATIENCE_SECONDS, until

pytestmark = pytest.mark.django_db(transaction=True)

CATS = Listing(Filter.of(q="кошка"), RELEVANCE, limit=10, facets=("kind",))


def test_every_process_finds_what_any_process_wrote(
    runner: "asyncio.Runner", reader: Reader, post: Post
) -> None:
    readers = [reader, Reader(runner)]
    try:
        for turn in range(4):
            cat = post(title="Кошка", kind="Cat")
            page = readers[turn % 2].page(CATS)
            assert (ids(page["items"]), page["total"]) == ([cat.pk], 1)
            assert page["facets"]["kind"] == [{"value": "Cat", "count": 1}]
            change(cat, title="Кот")
            assert readers[1 - turn % 2].page(CATS)["items"] == []
            change(cat, title="Кошка")
            assert ids(readers[turn % 2].page(CATS)["items"]) == [cat.pk]
            delete(cat)
            assert readers[0].page(CATS)["items"] == readers[1].page(CATS)["items"] == []
    finally:
        readers[1].catalogue.follower.close()


def test_a_long_way_behind_is_caught_up_with(
    reader: Reader, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_index, "CHANGES_AT_ONCE", 3)
    reader.page(CATS)
    cats = [post(title="Кошка").pk for _ in range(8)]
    page = reader.page(CATS)
    assert (ids(page["items"]), page["total"]) == (cats[::-1], 8)


def test_nothing_is_written_for_changes_without_new_words(reader: Reader, post: Post) -> None:
    cat = post(title="Кошка")
    reader.page(CATS)
    followed = SearchIndex.objects.get().seq
    for price in (7, 8):
        change(cat, price=price)
        assert reader.page(CATS)["items"][0]["price"] == price
    delete(cat)
    assert reader.page(CATS)["total"] == 0
    assert SearchIndex.objects.get().seq == followed


def test_a_log_that_began_anew_is_searched_too(reader: Reader, post: Post) -> None:
    for _ in range(5):
        post(title="Кошка")
    assert reader.page(CATS)["total"] == 5
    AdvertChange.objects.all().delete()
    Advert.objects.all().delete()
    AdvertLog.objects.update(last_seq=0)
    assert reader.page(CATS)["total"] == 0
    cat = post(title="Кошка")
    assert ids(reader.page(CATS)["items"]) == [cat.pk]


def followed() -> int:
    return SearchIndex.objects.get().seq


async def reached(seq: int) -> None:
    async def is_followed() -> bool:
        return await threads.read(followed) >= seq

    await until(is_followed)


def test_the_index_follows_soon_though_nobody_searches(
    reader: Reader, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_follow, "COLLECT_SECONDS", 0.01)
    before = post(title="Кошка")

    async def lived() -> None:
        reader.catalogue.follower.start()
        reader.catalogue.search.start()
        try:
            await reached(before.seq)
            for _ in range(3):
                await reached((await threads.write(lambda: post(title="Кошка"))).seq)
        finally:
            reader.catalogue.follower.stop()

    reader.run(lived())


async def running_loop() -> asyncio.AbstractEventLoop:
    return asyncio.get_running_loop()


def test_a_surprise_is_reported_and_the_next_write_brings_it_up_again(
    reader: Reader,
    post: Post,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(search_follow, "COLLECT_SECONDS", 0.01)
    surprises = [ZeroDivisionError()]
    asked = asyncio.Event()
    loop = reader.run(running_loop())

    def surprised() -> search_index.Batch:
        loop.call_soon_threadsafe(asked.set)
        if surprises:
            raise surprises.pop()
        return search_index.next_entries()

    monkeypatch.setattr(search_follow, "next_entries", surprised)

    async def lived() -> None:
        reader.catalogue.follower.start()
        reader.catalogue.search.start()
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                await asked.wait()
            await reached((await threads.write(lambda: post(title="Кошка"))).seq)
        finally:
            reader.catalogue.follower.stop()

    reader.run(lived())
    assert "search_not_indexed" in caplog.text
