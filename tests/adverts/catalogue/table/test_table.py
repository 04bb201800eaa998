"""The board as columns answers what the database would."""

import asyncio
import math
import random
import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest

from rip.adverts import fields
from rip.adverts.catalogue.cached_pages import find, found_at
from rip.adverts.catalogue.catalogue import Catalogue
from rip.adverts.catalogue.counts import count_in_database
from rip.adverts.catalogue.table.codes import Codes
from rip.adverts.catalogue.table.table import Columns, Table, TablePage, columns_after
from rip.adverts.listing.listing import RELEVANCE, SORTS, Filter, Listing
from rip.adverts.models import Advert
from rip.core.database.columns import fold
from tests.adverts.catalogue.conftest import Post, Reader, change, delete, ids
from tests.adverts.catalogue.test_long_lived import some_listing, some_write

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def board(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> Table:
    """It meets rows in their order and puts new ones in order as a large one does."""
    monkeypatch.setattr("rip.adverts.catalogue.table.sorted_rows.FEW", 2)
    monkeypatch.setattr("rip.adverts.catalogue.table.sorted_rows.STEP", 2)
    monkeypatch.setattr("rip.adverts.catalogue.table.sorted_rows.GROWTH", 1)
    monkeypatch.setattr("rip.adverts.catalogue.table.table.LEAST_NEW", 3)
    monkeypatch.setattr("rip.adverts.catalogue.table.table.BATCH", 4)
    return reader.catalogue.table


async def _asked(catalogue: Catalogue, listing: Listing) -> tuple[TablePage | None, int | None]:
    matches = await catalogue.hits.get(await catalogue.follower.catch_up(), listing.filter)
    answered = catalogue.table.page(listing, matches)
    return answered, catalogue.table.total(listing.filter, matches)


async def _counts(catalogue: Catalogue, wanted: Filter, field: str) -> list[tuple[str, str, int]]:
    matches = await catalogue.hits.get(await catalogue.follower.catch_up(), wanted)
    counted = catalogue.table.counts(wanted, field, matches)
    assert counted is not None
    return counted


async def _in_order(board: Table) -> None:
    """Wait until what is new has been put in order, if that has begun."""
    if board.background is not None:
        await board.background


def check(reader: Reader, listing: Listing) -> None:
    """Follow the listing to its end, and compare each page, total and facet with the database's."""
    for field in [one.name for one in fields.FACETS]:
        counts = reader.run(_counts(reader.catalogue, listing.filter, field))
        in_database = count_in_database(listing.filter, field).counts
        assert {key: count for key, _spelled, count in counts} == in_database, (listing, field)
        folded = [spelled if field == "kind" else fold(spelled) for _key, spelled, _count in counts]
        assert folded == [key for key, _spelled, _count in counts]
    total = Advert.objects.matching(listing.filter).count()
    while True:
        answered, counted = reader.run(_asked(reader.catalogue, listing))
        assert answered is not None
        found = found_at(answered.sort_keys, listing.limit)
        assert (found, answered.total) == (find(listing), total), listing
        assert counted == total
        if found.until is None:
            return
        listing = replace(listing, after=found.last)


def through_writes(reader: Reader, board: Table, post: Post, seed: int) -> Iterator[random.Random]:
    """Random choices after each of some writes to a board that was read before them."""
    choose = random.Random(seed)
    adverts: list[Advert] = []
    for _ in range(15):
        some_write(choose, post, adverts)
    reader.run(board.load())
    for _ in range(20):
        some_write(choose, post, adverts)
        if choose.random() < 0.3:
            reader.run(_in_order(board))
        yield choose


@pytest.mark.parametrize("seed", range(3))
def test_every_page_total_and_facet_is_that_of_the_database(
    reader: Reader, board: Table, post: Post, seed: int
) -> None:
    for choose in through_writes(reader, board, post, seed):
        for sort in SORTS.values():
            wanted = some_listing(choose).filter
            if wanted.status == "published" and wanted.q is None and wanted.owner is None:
                check(reader, Listing(wanted, sort, limit=choose.randint(1, 4)))
            check(reader, Listing(sort=sort, limit=3))


@pytest.mark.sqlite
@pytest.mark.parametrize("seed", range(4))
def test_every_search_is_that_of_the_database(
    reader: Reader, board: Table, post: Post, seed: int
) -> None:
    for choose in through_writes(reader, board, post, seed):
        wanted = replace(
            some_listing(choose).filter,
            status="published",
            q=choose.choice(["такса", "орел", "дом еж", "е", "ищет так", "нет такого", "кота"]),
        )
        for sort in (RELEVANCE, *SORTS.values()):
            check(reader, Listing(wanted, sort, limit=choose.randint(1, 4)))


@pytest.mark.sqlite
def test_a_search_without_words_is_left_to_the_database(
    reader: Reader, board: Table, post: Post
) -> None:
    advert = post()
    reader.run(board.load())
    page = reader.page(Listing(Filter.of(q="!?"), RELEVANCE, limit=1, facets=("kind",)))
    assert (ids(page["items"]), page["total"]) == ([advert.pk], 1)


def test_what_changes_while_it_is_read_is_taken_up(
    reader: Reader, board: Table, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    adverts = [post(price=number) for number in range(9)]

    def beside(last: int, codes: Codes) -> Columns | None:
        rows = columns_after(last, codes)
        if last == 0:
            change(adverts[0], price=7)
            delete(adverts[8])
            post(price=3, breed="Между делом")
        return rows

    monkeypatch.setattr("rip.adverts.catalogue.table.table.columns_after", beside)
    reader.run(board.load())
    check(reader, Listing(sort=SORTS["-price"], limit=2))
    check(reader, Listing(Filter.of(breed="между делом"), limit=2))


@pytest.mark.parametrize("most", [1_000, 5])
def test_however_much_changes_while_it_is_read(
    reader: Reader, board: Table, post: Post, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    """More than is known of the past; what is too much for keeping begins it anew."""
    monkeypatch.setattr("rip.adverts.feed.recent_changes.MOST_KNOWN", 4)
    monkeypatch.setattr("rip.adverts.catalogue.table.table.MOST_BUFFERED", most)
    adverts = [post(price=number) for number in range(9)]

    async def read_beside_changes() -> None:
        loading = asyncio.create_task(board.load())
        for price in range(20):
            await asyncio.to_thread(change, adverts[price % 9], price=price)
            await reader.catalogue.follower.catch_up()
        going_on.set()
        await loading

    going_on = threading.Event()

    def slow(last: int, codes: Codes) -> Columns | None:
        rows = columns_after(last, codes)
        if last:
            assert going_on.wait(30)
        return rows

    monkeypatch.setattr("rip.adverts.catalogue.table.table.columns_after", slow)
    reader.run(read_beside_changes())
    assert (board.size > 0) == (most == 1_000)
    going_on.set()
    if not board.size:
        reader.run(board.load())
    check(reader, Listing(sort=SORTS["-price"], limit=2))


def test_more_changes_than_are_known_begin_it_anew(
    reader: Reader, board: Table, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    post()
    reader.run(board.load())
    monkeypatch.setattr("rip.core.database.log_follower.MOST_FOLLOWED", 1)
    monkeypatch.setattr("rip.core.database.log_follower.MOST_INLINE", 1)
    later = [post(), post()]
    reader.run(reader.catalogue.follower.catch_up())
    assert board.size == 0
    assert reader.page()["total"] == 3
    reader.run(board.load())
    check(reader, Listing(limit=1))
    delete(later[0])
    check(reader, Listing(limit=1))


@pytest.mark.parametrize("at_a_glance", [1, 100])
def test_it_keeps_up_while_nobody_asks_for_pages(
    reader: Reader, board: Table, post: Post, monkeypatch: pytest.MonkeyPatch, at_a_glance: int
) -> None:
    """However many changes come: of single adverts, or all at once."""
    monkeypatch.setattr("rip.adverts.feed.recent_changes.MOST_KNOWN", 8)
    monkeypatch.setattr("rip.adverts.catalogue.table.table.LARGEST_LAG", 3)
    monkeypatch.setattr("rip.core.database.log_follower.MOST_READ", 4)
    monkeypatch.setattr("rip.core.database.log_follower.MOST_INLINE", at_a_glance)
    adverts = [post(price=number) for number in range(5)]
    reader.run(board.load())
    for _ in range(3):
        for number in range(15):
            change(adverts[number % 5], price=number)
            if at_a_glance > 1:
                reader.advert(adverts[0].pk)
        reader.run(reader.catalogue.follower.catch_up())
        assert board.size > 0
        check(reader, Listing(sort=SORTS["-price"], limit=2))
    assert reader.catalogue.follower.restarts == 1


def test_what_is_new_is_put_in_order_though_nobody_asks_for_pages(
    reader: Reader, board: Table, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rip.adverts.catalogue.table.table.LARGEST_LAG", 1)
    monkeypatch.setattr("rip.adverts.catalogue.table.table.MOST_UNSORTED", 4)
    advert = post()
    reader.run(board.load())
    for price in range(30):
        change(advert, price=price)
        reader.run(reader.catalogue.follower.catch_up())
        reader.run(_in_order(board))
    assert board.unsorted <= 6
    check(reader, Listing(limit=1))


def test_what_is_new_is_put_in_order_after_a_rest_though_nothing_more_is_written(
    reader: Reader, board: Table, post: Post
) -> None:
    reader.run(board.load())
    board.rests_until = math.inf
    for _ in range(5):
        post()
    check(reader, Listing(limit=2))
    reader.run(_in_order(board))
    assert board.unsorted == 5
    board.rests_until = 0.0
    check(reader, Listing(limit=2))
    reader.run(_in_order(board))
    assert board.unsorted == 0
    check(reader, Listing(limit=2))


def test_a_board_that_does_not_fit_is_left_to_the_database(
    runner: asyncio.Runner, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(70):
        post()
    small = Reader(runner, most_bytes=3_000)
    small.run(small.catalogue.table.load())
    assert small.catalogue.table.size == 0
    assert small.page()["total"] == 70
    small.catalogue.follower.close()


def test_its_memory_is_counted(reader: Reader, post: Post) -> None:
    post()
    reader.run(reader.catalogue.table.load())
    assert 0 < reader.catalogue.table.size == reader.catalogue.memory.bytes


def test_pages_that_are_asked_for_once_are_not_kept(reader: Reader, post: Post) -> None:
    post()
    reader.run(reader.catalogue.table.load())
    entries = []
    for _ in range(3):
        reader.page(Listing(limit=5))
        entries.append(len(reader.catalogue.memory))
    assert entries == [1, 2, 2]
