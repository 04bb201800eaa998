"""The read model of the board: every response is fresh, and made of bytes that are ready.

Before it responds, the catalogue catches up with the log; what a change makes stale is made anew.
So a read that starts after a write was acknowledged shows that write, in any process. The table is
read in the background, all else when it is requested; RIP_CATALOGUE_MEMORY bounds all that is
cached.
"""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Final

from django.conf import settings

from rip.adverts.catalogue.cache import Cache, Memory
from rip.adverts.catalogue.cached_adverts import CachedAdverts
from rip.adverts.catalogue.counts import CachedCounts
from rip.adverts.catalogue.fragments import Fragment
from rip.adverts.catalogue.full_list import CachedFullList
from rip.adverts.catalogue.hits import CachedHits
from rip.adverts.catalogue.pages import Pages
from rip.adverts.catalogue.search_follow import SearchFollower
from rip.adverts.catalogue.similar import CachedSimilar, Surroundings
from rip.adverts.catalogue.table.table import Table
from rip.adverts.feed.follower import BoardFollower, follower
from rip.adverts.feed.recent_changes import Change
from rip.adverts.listing.listing import Filter, Listing
from rip.core.database.last_numbers import LastNumbers
from rip.core.http.responses import CachedResponse
from rip.core.work.lru import LRUCache

# The table may take this part of the memory.
PART_OF_TABLE: Final = 2 / 3
# A list that does not fit a page is sent in chunks of so many adverts.
CHUNK: Final = 500


class Catalogue:
    """The board as one process knows it. Its methods raise Unavailable without the database.

    `looked` is the look that the same request has taken at the logs, if it has.
    """

    def __init__(self, follower: BoardFollower, most_bytes: int | None = None) -> None:
        if most_bytes is None:
            most_bytes = settings.RIP_CATALOGUE_BYTES
        self.follower = follower
        self.memory: Memory = LRUCache(most_bytes)
        self.adverts = CachedAdverts(self.memory, follower)
        self.table = Table(follower, int(most_bytes * PART_OF_TABLE), self.memory.reserve)
        self.search = SearchFollower(follower)
        cache = Cache(self.memory, follower)
        self.hits = CachedHits(cache, self.search, self.table)
        self.counts = CachedCounts(follower, cache, self.table, self.search, self.hits)
        self._pages = Pages(follower, cache, self.adverts, self.table, self.hits, self.counts)
        self._similar = CachedSimilar(cache, self.adverts, self._pages)
        self._full_list = CachedFullList(follower, cache, self.adverts, most_bytes)
        follower.subscribe(on_changes=self._on_changes, on_restart=self._on_restart)

    def start(self) -> None:
        """Read the table in the background, and let the search index follow what is written."""
        self.table.start_loading()
        self.search.start()

    async def advert(self, advert_id: int, *, looked: LastNumbers | None = None) -> Fragment | None:
        """One advert, whatever its status."""
        if advert_id not in self.memory:
            # It is read after this moment, so it is fresh whatever the log's number is.
            return await self.adverts.read(advert_id)
        await self.follower.catch_up(looked)
        return await self.adverts.get_one(advert_id)

    async def adverts_now(
        self, ids: list[int], *, looked: LastNumbers | None = None
    ) -> dict[int, Fragment]:
        """These adverts by id, whatever their status; those that are gone are missing."""
        await self.follower.catch_up(looked)
        return {one.advert_id: one for one in await self.adverts.get(ids)}

    async def surroundings(
        self, advert_id: int, *, looked: LastNumbers | None = None
    ) -> Surroundings | None:
        """One advert, whatever its status, and what its page shows of others."""
        number = await self.follower.catch_up(looked)
        advert = await self.adverts.get_one(advert_id)
        if advert is None:
            return None
        of_owner = 0
        if advert.owner is not None:
            of_owner = await self.counts.total(number, Filter(owner=advert.owner))
        return Surroundings(advert, await self._similar.get(number, advert), of_owner)

    async def page(self, listing: Listing, *, looked: LastNumbers | None = None) -> CachedResponse:
        """A page with its total and facets."""
        number = await self.follower.catch_up(looked)
        page = await self._pages.get(number, listing)
        total = await self._pages.total(number, page)
        facets = [
            (field, (await self.counts.get(number, wanted, field)).most_used())
            for field, wanted in listing.counted
        ]
        return page.with_counts(total, facets)

    async def suggestions(
        self, field: str, prefix: str, *, looked: LastNumbers | None = None
    ) -> CachedResponse:
        """The most used values of `field` on the board that begin with `prefix`, as folded."""
        number = await self.follower.catch_up(looked)
        return (await self.counts.get(number, Filter(), field)).suggestions(prefix)

    async def every(
        self, listing: Listing, *, looked: LastNumbers | None = None
    ) -> CachedResponse | AsyncIterator[bytes]:
        """All adverts of a listing as one list; in chunks when it does not fit the memory."""
        number = await self.follower.catch_up(looked)
        if listing == Listing(seed_only=True):
            response = await self._full_list.get(number)
            if response is not None:
                return response
        listing = replace(listing, limit=CHUNK)
        first = await self._pages.get(number, listing)
        return self._pages.stream(listing) if first.has_more else first.as_list()

    def _on_changes(self, changes: list[Change]) -> None:
        for change in changes:
            self.memory.drop(change.advert_id)
        self.table.follow(changes)

    def _on_restart(self) -> None:
        self.memory.clear()
        self.table.clear()


catalogue = Catalogue(follower)
