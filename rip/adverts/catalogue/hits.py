"""The hits of searches, cached, for the table to choose from."""

from rip.adverts.catalogue.cache import Cache
from rip.adverts.catalogue.search_follow import SearchFollower
from rip.adverts.catalogue.table.search_hits import SearchHits, listed, matches_of
from rip.adverts.catalogue.table.table import Table
from rip.adverts.listing.listing import Filter
from rip.core.database import threads


class CachedHits:
    """Search hits by query."""

    def __init__(self, cache: Cache, search: SearchFollower, table: Table) -> None:
        self._cache = cache
        self._search = search
        self._table = table

    async def get(self, number: int, wanted: Filter) -> SearchHits | None:
        """The hits of a filter's query, true as of `number`.

        None without a query, and where the database must search itself; its index is then right
        for `number`.
        """
        if wanted.q is None:
            return None
        await self._search.catch_up(number)
        query = listed(wanted.q) if self._table.serves(wanted) else None
        if query is None:
            return None
        key = ("query", wanted.q)

        async def make() -> SearchHits:
            # The log may have begun anew since; hits of an index that is behind it are stale.
            await self._search.catch_up(number)
            hits = await threads.read(matches_of, query, self._search.number)
            self._cache.store(key, hits)
            return hits

        return await self._cache.get(number, key, make)
