"""The board as columns: pages of any filter and their totals without the database.

The columns are read in the background, a batch at a time; until they are there, and for a board
that does not fit, the database is queried. From then on each change of the log is applied to them.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Final, NamedTuple, TypeAlias

import numpy as np
import structlog

from rip.adverts import fields
from rip.adverts.catalogue.as_of import AsOf
from rip.adverts.catalogue.table.codes import CodedFilter, Codes
from rip.adverts.catalogue.table.rows import Array, Rows
from rip.adverts.catalogue.table.search_hits import SearchHits
from rip.adverts.catalogue.table.sorted_rows import SortedRows
from rip.adverts.feed.follower import BoardFollower
from rip.adverts.feed.recent_changes import Change
from rip.adverts.listing.listing import RELEVANCE, Filter, Listing, SortKey
from rip.adverts.models import Advert
from rip.adverts.statuses import ON_BOARD
from rip.core.database import threads
from rip.core.errors import Unavailable

log = structlog.get_logger(__name__)

BATCH: Final = 2_000
# More new rows than the most are merged at once. More than the least are merged once sorting has
# rested so many times as long as it took.
LEAST_NEW: Final = 64
MOST_NEW: Final = 1_024
RESTS: Final = 50
# Before a board that did not fit is read again.
RETRY_SECONDS: Final = 600.0
# The table may lag so many changes behind while nobody requests pages: the follower holds no more
# than the recent ones.
LARGEST_LAG: Final = 500
MOST_UNSORTED: Final = 16 * MOST_NEW
# Changes that come while rows are read or sorted are buffered, up to so many.
MOST_BUFFERED: Final = 50_000


Columns: TypeAlias = list[tuple[int, ...]]
_NAMES: Final = [field.name for field in fields.COMPARED]


class TablePage(NamedTuple):
    """The sort keys of the adverts of a page and of the one behind it, and how many match in
    all."""

    sort_keys: list[SortKey]
    total: int


class Table(AsOf):
    """The board as of `number`. None of its methods queries the database but `load`."""

    def __init__(
        self, follower: BoardFollower, most_bytes: int, on_size: Callable[[int], None]
    ) -> None:
        super().__init__(-1)
        self._follower = follower
        self._most_bytes = most_bytes
        self._on_size = on_size
        self._codes = Codes()
        self._sorted: SortedRows | None = None
        self._new = Rows()
        self._index_of_new: dict[int, int] = {}
        # Reading the board, or sorting.
        self.background: asyncio.Task[None] | None = None
        self._buffered: list[Change] | None = None
        self._retry_at = 0.0
        # Until then sorting rests, in seconds of `time.monotonic`.
        self.rests_until = 0.0

    @property
    def size(self) -> int:
        """In bytes."""
        return 0 if self._sorted is None else self._sorted.size + self._new.size

    @property
    def unsorted(self) -> int:
        """The number of new rows, which are not merged with the sorted ones yet."""
        return self._new.length

    def start_loading(self) -> None:
        """Read the board in the background, unless it is there or being read."""
        if self._sorted is None:
            self._start(self.load)

    def clear(self) -> None:
        """Drop all rows, when they are not what the log says."""
        self._sorted = None
        self._on_size(0)

    def follow(self, changes: list[Change]) -> None:
        """Take these new changes. They are applied at once when the table lags far behind: nobody
        may request a page for a long time."""
        if self._buffered is not None:
            self._buffered += changes
            if len(self._buffered) > MOST_BUFFERED:
                self._buffered = None
        recent = self._follower.recent
        if self._sorted is None or recent.last - self.number < LARGEST_LAG:
            return
        if not self.advance(recent):
            self.clear()
        elif self._new.length > MOST_UNSORTED:
            self._start(self._sort_new)

    def serves(self, wanted: Filter) -> bool:
        """True if the table finds what this filter matches, given the hits of its query."""
        is_served = wanted.status == ON_BOARD and wanted.owner is None
        return is_served and self._is_current()

    def page(self, listing: Listing, hits: SearchHits | None = None) -> TablePage | None:
        """The page and the total as of the follower's number; a search needs the hits of its query.
        None when the database must be queried."""
        if not self._can_serve(listing.filter, hits):
            return None
        assert self._sorted is not None
        wanted = CodedFilter.of(listing.filter, self._codes)
        if wanted is None:
            return TablePage([], 0)
        if hits is not None:
            return self._search_page(listing, wanted, hits)
        sort, after, limit = listing.sort, listing.after, listing.limit + 1
        found, total = self._sorted.page(wanted, sort, after, limit)
        new = self._new.found(wanted)
        if len(new):
            found += self._new.first(new, sort, after, limit)
            found = sorted(found, reverse=sort.descending)[:limit]
        return TablePage(found, total + len(new))

    def _search_page(self, listing: Listing, wanted: CodedFilter, hits: SearchHits) -> TablePage:
        assert self._sorted is not None
        sort, after, limit = listing.sort, listing.after, listing.limit + 1
        found = [(rows, rows.found_among(wanted, hits.ids)) for rows in (self._sorted, self._new)]
        total = sum(len(indexes) for _rows, indexes in found)
        if sort is RELEVANCE:
            ids = np.concatenate([rows.columns["id"][indexes] for rows, indexes in found])
            return TablePage(hits.best(ids, after, limit), total)
        first = [one for rows, at in found for one in rows.first(at, sort, after, limit)]
        return TablePage(sorted(first, reverse=sort.descending)[:limit], total)

    def total(self, wanted: Filter, hits: SearchHits | None = None) -> int | None:
        """Count the adverts that match; None when the database must be queried."""
        if not self._can_serve(wanted, hits):
            return None
        assert self._sorted is not None
        numbers = CodedFilter.of(wanted, self._codes)
        if numbers is None:
            return 0
        ids = _ids_of(hits)
        return self._sorted.count(numbers, ids) + self._new.count(numbers, ids)

    def counts(
        self, wanted: Filter, field: str, hits: SearchHits | None = None
    ) -> list[tuple[str, str, int]] | None:
        """The values of kind, breed or location of those that match: each as it is compared and
        spelled, and how many have it. None when the database must be queried."""
        if not self._can_serve(wanted, hits):
            return None
        assert self._sorted is not None
        numbers = CodedFilter.of(wanted, self._codes)
        if numbers is None:
            return []
        ids, texts = _ids_of(hits), self._codes.texts(field)
        each = self._sorted.tally(numbers, field, len(texts), ids)
        each += self._new.tally(numbers, field, len(texts), ids)
        return [(*texts[code], int(each[code])) for code in each.nonzero()[0]]

    def _can_serve(self, wanted: Filter, hits: SearchHits | None) -> bool:
        return (wanted.q is None) == (hits is None) and self.serves(wanted)

    def _is_current(self) -> bool:
        """True if every known change is applied. If nothing is there yet, begin to read it."""
        recent = self._follower.recent
        if self._sorted is None:
            self.start_loading()
            return False
        if self.number != recent.last and not self.advance(recent):
            self.clear()
            return False
        new = self._new.length
        if new > MOST_NEW or (new > LEAST_NEW and time.monotonic() >= self.rests_until):
            self._start(self._sort_new)
        return True

    def _start(self, work: Callable[[], Awaitable[None]]) -> None:
        is_free = self.background is None or self.background.done()
        if is_free and time.monotonic() >= self._retry_at:
            self.background = asyncio.create_task(self._done(work))

    async def _done(self, work: Callable[[], Awaitable[None]]) -> None:
        try:
            await work()
        except Unavailable:
            log.info("board_not_loaded")
        finally:
            self._buffered = None

    async def load(self) -> None:
        """Read the board; half of the time is left to others."""
        number = await self._follower.catch_up()
        self._buffered = []
        restarts, codes, rows, last = self._follower.restarts, Codes(), Rows(), 0
        while True:
            begun = time.perf_counter()
            columns = await threads.read(columns_after, last, codes)
            if columns is None:
                break
            rows.extend(columns)
            last = columns[0][-1]
            if rows.size > self._most_bytes:
                self._retry_at = time.monotonic() + RETRY_SECONDS
                return
            await asyncio.sleep(time.perf_counter() - begun)
        ordered = await asyncio.to_thread(SortedRows.of, rows)
        await self._follower.catch_up()
        if self._follower.restarts == restarts:
            self._codes = codes
            self._take(ordered, number)

    async def _sort_new(self) -> None:
        """Merge the new rows with the sorted ones."""
        if self._sorted is None or not self.advance(self._follower.recent):
            self.clear()
            return
        number, restarts, self._buffered = self.number, self._follower.restarts, []
        begun = time.monotonic()
        old, new = self._sorted.as_now(), self._new.as_now()
        ordered = await asyncio.to_thread(old.merged_with, new)
        ended = time.monotonic()
        self.rests_until = ended + RESTS * (ended - begun)
        if self._follower.restarts == restarts:
            self._take(ordered, number)

    def _take(self, ordered: SortedRows, number: int) -> None:
        """Begin with these rows, true as of `number`, and apply what came after."""
        if ordered.size > self._most_bytes:
            self._retry_at = time.monotonic() + RETRY_SECONDS
            self.clear()
            return
        self._sorted, self.number = ordered, number
        self._new, self._index_of_new = Rows(), {}
        self._on_size(self.size)
        for change in self._buffered or ():
            if change.seq > self.number:
                self.absorb(change)
                self.number = change.seq
        self._buffered = None
        if not self.advance(self._follower.recent):
            self.clear()

    def absorb(self, change: Change) -> bool:
        assert self._sorted is not None
        index = self._index_of_new.pop(change.advert_id, None)
        if index is None:
            self._sorted.kill(change.advert_id)
        else:
            self._new.alive[index] = False
        if change.after is not None and change.after.status == ON_BOARD:
            values = zip(self._codes.encoders, _NAMES, strict=True)
            row = (encode(change.after.fields[name]) for encode, name in values)
            self._index_of_new[change.advert_id] = self._new.append((change.advert_id, *row))
        return True


def _ids_of(hits: SearchHits | None) -> Array | None:
    return hits.ids if hits is not None else None


def columns_after(last: int, codes: Codes) -> Columns | None:
    """In a database thread: the columns of the next adverts of the board behind the id `last`, or
    None at its end."""
    adverts = Advert.objects.filter(status=ON_BOARD, pk__gt=last).order_by("pk")
    rows = list(adverts.values_list("pk", *_NAMES)[:BATCH])
    if not rows:
        return None
    ids, *columns = zip(*rows, strict=True)
    encoded = zip(codes.encoders, columns, strict=True)
    return [ids, *(tuple(map(encode, column)) for encode, column in encoded)]
