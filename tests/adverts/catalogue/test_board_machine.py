"""Whatever is written, read, evicted or fails: a read shows the board as it is."""

import asyncio
import json
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from rip.adverts.api.parameters import page_listing
from rip.adverts.catalogue import catalogue as catalogue_module
from rip.adverts.catalogue import full_list, search_index
from rip.adverts.catalogue.table import table
from rip.adverts.feed import recent_changes
from rip.adverts.listing.listing import Listing
from rip.adverts.models import Advert
from rip.adverts.writing import commands
from rip.core.database import log_follower, threads
from rip.core.http.responses import CachedResponse
from tests.adverts.catalogue.conftest import Reader
from tests.adverts.machine import WHICH, WRITES, WrittenBoard
from tests.adverts.model import BREEDS, CHANGES, FACETS, Ad, Board, Query, fold, folded, queries
from tests.kit.machines import patient, run_machine

READERS = st.integers(0, 1)
# The first knows the whole board; the second has no room for it.
MEMORY = [2**24, 6_000]
# So small that a few adverts and changes are more than each.
LIMITS = {
    (log_follower, "MOST_INLINE"): 3,
    (log_follower, "MOST_READ"): 4,
    (log_follower, "MOST_FOLLOWED"): 15,
    (recent_changes, "MOST_KNOWN"): 6,
    (table, "BATCH"): 3,
    (table, "LEAST_NEW"): 2,
    (table, "MOST_NEW"): 4,
    (table, "LARGEST_LAG"): 4,
    (table, "MOST_UNSORTED"): 6,
    (table, "MOST_BUFFERED"): 6,
    (full_list, "CHUNK"): 3,
    (catalogue_module, "CHUNK"): 3,
    (search_index, "BATCH"): 3,
    (search_index, "CHANGES_AT_ONCE"): 4,
}


@dataclass
class Walk:
    """Somebody pages through a listing. `staying` have been where they are from the beginning."""

    query: Query
    cursor: str | None
    last: tuple[Any, ...]
    met: list[int]
    staying: dict[int, tuple[Any, ...]]


class BoardMachine(WrittenBoard):
    def __init__(self) -> None:
        super().__init__()
        for (module, name), value in LIMITS.items():
            self.patch.setattr(module, name, value)
        page_listing.cache_clear()
        self.readers = [Reader(self.runner, most) for most in MEMORY]
        self.walks: list[Walk] = []

    def teardown(self) -> None:
        for reader in self.readers:
            reader.catalogue.follower.close()
        super().teardown()

    # Processes

    @rule(which=READERS)
    def restart(self, which: int) -> None:
        self.readers[which].catalogue.follower.close()
        self.readers[which] = Reader(self.runner, MEMORY[which])

    @rule(which=READERS)
    def load(self, which: int) -> None:
        """Let the columns be read to the end; else they are read beside everything else."""
        columns = self.readers[which].catalogue.table

        async def load() -> None:
            columns.start_loading()
            while columns.background is not None and not columns.background.done():
                await asyncio.wait([columns.background])

        self.runner.run(load())

    @rule(which=READERS, busy=st.booleans())
    def database_is_busy(self, which: int, busy: bool) -> None:
        """Then all that could be read at once is read in a thread."""
        follower = self.readers[which].catalogue.follower
        follower.look.reader = None if busy else Reader(self.runner).catalogue.follower.inline

    # Reads

    @rule(which=READERS, query=queries(), owner=st.none() | st.integers(1, 2))
    def open(self, which: int, query: Query, owner: int | None) -> None:
        """The first page of a listing."""
        if owner is not None:
            person = self.people[owner]
            assert person is not None
            query = query._replace(conditions={**query.conditions, "owner": person.pk})
        self._open(which, query)

    @rule(which=READERS, query=queries(), number=WHICH, values=CHANGES)
    def open_before_and_after(
        self, which: int, query: Query, number: int, values: dict[str, Any]
    ) -> None:
        """The same page twice; between, one of its adverts is changed."""
        self._open(which, query)
        if listed := self.board.listed(query):
            changed = listed[number % len(listed)].number
            self.change(sorted(self.board).index(changed), values)
            self._open(which, query)

    def _open(self, which: int, query: Query) -> None:
        listed = self.board.listed(query)
        walk = Walk(query, None, (), [], {ad.number: query.key(ad) for ad in listed})
        self._turn(which, walk)
        if walk.cursor is not None:
            self.walks.append(walk)

    @rule(which=READERS, walk=WHICH)
    def turn_page(self, which: int, walk: int) -> None:
        if self.walks:
            turned = self.walks[-1 - walk % len(self.walks)]
            self._turn(which, turned)
            if turned.cursor is None:
                self.walks.remove(turned)
                for number in turned.staying:
                    assert turned.met.count(number) == 1

    def _turn(self, which: int, walk: Walk) -> None:
        page = self._page(which, walk.query.text(walk.cursor))
        self._check_page(page, self.board, walk.query, walk.last)
        walk.met += [item["id"] for item in page["items"]]
        walk.cursor = page["next_cursor"]
        if page["items"]:
            walk.last = walk.query.key(self.board[page["items"][-1]["id"]])

    def _page(self, which: int, text: bytes) -> dict[str, Any]:
        reader, listing = self.readers[which], page_listing(text, None)

        async def read() -> dict[str, Any]:
            return dict(body_of(await reader.catalogue.page(listing)))

        return dict(self.tried(read))

    def _check_page(
        self, page: dict[str, Any], board: Board, query: Query, after: tuple[Any, ...] = ()
    ) -> None:
        listed = board.listed(query)
        rest = [ad for ad in listed if query.key(ad) > after]
        assert items_of(page) == [shape_of(ad) for ad in rest[: query.limit]]
        assert (page["next_cursor"] is not None) == (len(rest) > query.limit)
        assert page["total"] == len(listed)
        for field in FACETS:
            assert facet_of(page, field) == board.counts(query, field)

    @rule(which=READERS, number=WHICH)
    def read_one(self, which: int, number: int) -> None:
        numbers = [*self.board, 10**6]
        wanted = numbers[number % len(numbers)]
        catalogue = self.readers[which].catalogue
        found = self.tried(lambda: catalogue.advert(wanted))
        ad = self.board.get(wanted)
        assert (None if found is None else shown(body_of(found))) == (ad and shape_of(ad))

    @rule(which=READERS)
    def read_every(self, which: int) -> None:
        found = self.tried(lambda: every(self.readers[which]))
        expected = [shape_of(ad) for ad in self.board.listed(Query({}, "new", 1))]
        assert [shown(item) for item in found] == [seed_only(one) for one in expected]

    @rule(which=READERS, breed=BREEDS, length=st.integers(0, 3))
    def suggest(self, which: int, breed: str, length: int) -> None:
        prefix = fold(breed)[:length]
        catalogue = self.readers[which].catalogue
        found = body_of(self.tried(lambda: catalogue.suggestions("breed", prefix)))["values"]
        counted = self.board.counts(Query({}, "new", 1), "breed")
        expected = [one for one in counted if one[0].startswith(prefix)]
        assert [(fold(one["value"]), one["count"]) for one in found] == expected

    @rule(which=READERS, query=queries(), writes=WRITES, turns=st.integers(0, 12))
    def read_while_somebody_writes(
        self, which: int, query: Query, writes: list[tuple[str, int, Any]], turns: int
    ) -> None:
        """The read then is from before, from after, or from between two of the writes."""
        made = self._writes(writes)
        reader, listing = self.readers[which], page_listing(query.text(), None)

        async def both() -> tuple[dict[str, Any], list[Advert | Exception]]:
            reading = asyncio.create_task(reader.catalogue.page(listing))
            for _ in range(turns):
                await asyncio.sleep(0)
            results = await threads.write(commands.adverts_store, writes=made)
            return body_of(await reading), results

        self.well = -1
        page, results = self.runner.run(both())
        boards = self._done(made, results)
        for item in items_of(page):
            assert any(
                item["id"] in board and item == shape_of(board[item["id"]]) for board in boards
            )
        if query.words:
            # The words may be those of after while all else is that of before.
            return
        assert page["total"] in [len(board.listed(query)) for board in boards]
        for field in FACETS:
            assert facet_of(page, field) in [board.counts(query, field) for board in boards]

    def look(self) -> None:
        """Full-text search has to write, so it would wait."""
        query = Query({"kind": "Cat"}, "price", 3)
        for which in range(len(self.readers)):
            self._check_page(self._page(which, query.text()), self.board, query)

    @invariant()
    def who_moves_does_not_stay(self) -> None:
        for walk in self.walks:
            now = {ad.number: walk.query.key(ad) for ad in self.board.listed(walk.query)}
            walk.staying = dict(walk.staying.items() & now.items())


SHOWN = (
    "id", "owner", "status", "title", "description",
    "kind", "breed", "age", "gender", "location", "price",
)  # fmt: skip


def body_of(response: Any) -> Any:
    return json.loads(bytes(response.body))


async def every(reader: Reader) -> list[dict[str, Any]]:
    found = await reader.catalogue.every(Listing(seed_only=True))
    if isinstance(found, CachedResponse):
        return list(body_of(found))
    return list(json.loads(b"".join([piece async for piece in found])))


def shown(item: dict[str, Any]) -> dict[str, Any]:
    """The fields of an item that the model knows."""
    return {name: item[name] for name in SHOWN if name in item}


def items_of(page: dict[str, Any]) -> list[dict[str, Any]]:
    return [shown(item) for item in page["items"]]


def shape_of(ad: Ad) -> dict[str, Any]:
    return {"id": ad.number, "owner": ad.owner, **ad.values, "price": Decimal(ad["price"])}


def seed_only(shape: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in shape.items() if name not in ("owner", "status")}


def facet_of(page: dict[str, Any], field: str) -> list[tuple[str, int]]:
    return [(folded(field, one["value"]), one["count"]) for one in page["facets"][field]]


@patient
@pytest.mark.django_db(transaction=True)
def test_every_read_shows_the_board_as_it_is() -> None:
    run_machine(BoardMachine, examples=40, steps=40)
