"""Pages of the board: from the cache, from the table, or from the database."""

import functools
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Final, cast

from rip.adverts.catalogue.cache import Cache
from rip.adverts.catalogue.cached_adverts import CachedAdverts
from rip.adverts.catalogue.cached_pages import CachedPage, Found, find, found_at
from rip.adverts.catalogue.counts import CachedCounts
from rip.adverts.catalogue.fragments import Fragment, join
from rip.adverts.catalogue.hits import CachedHits
from rip.adverts.catalogue.table.table import Table
from rip.adverts.feed.follower import BoardFollower
from rip.adverts.listing.listing import Filter, Listing
from rip.core.database import threads
from rip.core.work.coalesce import SingleFlight
from rip.core.work.lru import SeenRecently

# Pages are admitted to the cache when they are requested again among so many others.
ADMITTED_AMONG: Final = 4096
TRIES: Final = 3


class Pages:
    """Makes pages, and admits those to the cache that are requested again."""

    def __init__(
        self,
        follower: BoardFollower,
        cache: Cache,
        adverts: CachedAdverts,
        table: Table,
        hits: CachedHits,
        counts: CachedCounts,
    ) -> None:
        self._follower = follower
        self._cache = cache
        self._adverts = adverts
        self._table = table
        self._hits = hits
        self._counts = counts
        self._requested: SeenRecently[str] = SeenRecently(ADMITTED_AMONG)
        self._chunks = SingleFlight()

    async def get(self, number: int, listing: Listing) -> CachedPage:
        """The page, true as of `number` or later."""
        page = self._get_inline(number, listing)
        if page is None:
            page = await self._cache.get(number, listing.key, lambda: self._make(listing))
        return page

    async def total(self, number: int, page: CachedPage) -> int:
        """The number of adverts that match the page's filter."""
        known = self._follower.number
        if page.total is None or page.total[0] != known:
            total = self._table.total(page.listing.filter)
            if total is None:
                return await self._counts.total(number, page.listing.filter)
            page.total = (known, total)
        return page.total[1]

    async def stream(self, listing: Listing) -> AsyncIterator[bytes]:
        """A listing as one JSON list, read from the database as it is sent, and not cached.

        Lists that are equal and being sent at once share the reads that they need at once.
        """
        opening = b"["
        while True:
            chunk = functools.partial(self._read_chunk, listing)
            # A read that began before this number was known may be too old.
            found, shown = await self._chunks.do((self._follower.number, listing.key), chunk)
            if shown:
                yield opening + shown
                opening = b","
            if found.until is None:
                break
            listing = replace(listing, after=found.last)
        yield b"]" if opening == b"," else b"[]"

    async def _read_chunk(self, listing: Listing) -> tuple[Found, bytes]:
        """The JSON of some adverts, without the brackets of a list."""
        found, shown, _read = await threads.read(self._find, listing, few=False)
        return found, join(shown, seed_only=True)[1:-1]

    def _get_inline(self, number: int, listing: Listing) -> CachedPage | None:
        """The cached page, or one that is made without waiting for anybody."""
        page = cast("CachedPage | None", self._cache.fresh(listing.key))
        if page is not None:
            return page
        in_table = self._table.page(listing)
        if in_table is None:
            return None
        found = found_at(in_table.sort_keys, listing.limit)
        shown = self._adverts.get_inline(found.ids)
        # One that has changed since belongs here perhaps no more.
        if shown is None or len(shown) < len(found.ids) or any(one.seq > number for one in shown):
            return None
        page = CachedPage(listing, number, found, shown)
        page.total = (number, in_table.total)
        self._admit(page)
        return page

    async def _make(self, listing: Listing) -> CachedPage:
        for _ in range(TRIES):
            number = await self._follower.catch_up()
            hits = await self._hits.get(number, listing.filter)
            restarts = self._follower.restarts
            in_table = self._table.page(listing, hits)
            if in_table is not None:
                found = found_at(in_table.sort_keys, listing.limit)
                shown = await self._adverts.get(found.ids)
            else:
                few = await self._are_few(number, listing)
                found, shown, read = await threads.read(self._find, listing, few=few)
                self._adverts.store(read, number, restarts)
            if len(shown) == len(found.ids) and all(one.seq <= number for one in shown):
                break
            # Some have changed between being found and being read: they may not belong here.
        shown = [one for one in shown if one.status == listing.filter.status]
        page = CachedPage(listing, number, found, shown)
        if in_table is not None:
            page.total = (number, in_table.total)
            self._admit(page)
        else:
            self._cache.store(listing.key, page)
        return page

    def _admit(self, page: CachedPage) -> None:
        """Pages that nobody requests twice would evict adverts that somebody does."""
        if self._requested.again(page.listing.key):
            self._cache.store(page.listing.key, page)

    async def _are_few(self, number: int, listing: Listing) -> bool:
        """True if sorting all that match is cheaper than meeting enough of them one by one."""
        total = await self._counts.total(number, listing.filter)
        board = await self._counts.total(number, Filter(status=listing.filter.status))
        return total * total < listing.limit * board

    def _find(self, listing: Listing, *, few: bool) -> tuple[Found, list[Fragment], list[Fragment]]:
        """In a database thread: what is on a page, its adverts, and which of them were read."""
        found = find(listing, few=few)
        return found, *self._adverts.cached_or_read(found.ids)
