"""The cache of adverts as fragments, and how those that are not cached are read."""

from collections.abc import Iterable
from typing import Any, cast

from rip.adverts.catalogue.fragments import MOST_IN_QUERY, Fragment, fragments_of
from rip.adverts.catalogue.inline_adverts import fragments_inline
from rip.adverts.feed.follower import BoardFollower
from rip.core.database import threads
from rip.core.work.coalesce import BatchLoader
from rip.core.work.lru import LRUCache


class CachedAdverts:
    """Fragments by id, in a memory that they share with other entries."""

    def __init__(self, memory: LRUCache[Any, Any], follower: BoardFollower) -> None:
        self._memory = memory
        self._follower = follower
        self._batch = BatchLoader(self._read, MOST_IN_QUERY)

    async def get_one(self, advert_id: int) -> Fragment | None:
        """This advert, from the cache or from the database; None when it is gone."""
        cached = cast("Fragment | None", self._memory.get(advert_id))
        return cached if cached is not None else await self.read(advert_id)

    async def read(self, advert_id: int) -> Fragment | None:
        """This advert from the database, read together with those that others wait for: on SQLite,
        most of the cost of reading one is to begin and end."""
        return (await self._batch.load([advert_id])).get(advert_id)

    async def get(self, ids: Iterable[int]) -> list[Fragment]:
        """These adverts, from the cache or from the database; those that are gone are left out."""
        wanted = list(ids)
        inline = self.get_inline(wanted)
        if inline is not None:
            return inline
        cached = {one: self._memory.get(one) for one in wanted}
        read = await self._batch.load([one for one, found in cached.items() if found is None])
        both = [cached[one] or read.get(one) for one in wanted]
        return [fragment for fragment in both if fragment is not None]

    def get_inline(self, wanted: list[int]) -> list[Fragment] | None:
        """The same without waiting; None when that is not possible."""
        found = {one: cast("Fragment | None", self._memory.get(one)) for one in wanted}
        missing = [one for one, fragment in found.items() if fragment is None]
        if missing:
            read = self._read_inline(missing)
            if read is None:
                return None
            found |= read
        return [fragment for fragment in found.values() if fragment is not None]

    def cached_or_read(self, ids: list[int]) -> tuple[list[Fragment], list[Fragment]]:
        """In a database thread: these adverts, and which of them were read."""
        cached = {one: cast("Fragment | None", self._memory.peek(one)) for one in ids}
        read = fragments_of(one for one in ids if cached[one] is None)
        both = [cached[one] or read.get(one) for one in ids]
        return [one for one in both if one is not None], list(read.values())

    def store(self, read: Iterable[Fragment], number: int, restarts: int) -> None:
        """Cache what was read when `number` was known, unless it has changed since."""
        recent = self._follower.recent
        if restarts != self._follower.restarts or number < recent.first:
            return
        for fragment in read:
            if fragment.seq >= recent.latest_of(fragment.advert_id):
                self._memory.put(fragment.advert_id, fragment)

    async def _read(self, ids: list[int]) -> dict[int, Fragment]:
        inline = self._read_inline(ids)
        if inline is not None:
            return inline
        number, restarts = self._follower.number, self._follower.restarts
        read = await threads.read(fragments_of, ids)
        self.store(read.values(), number, restarts)
        return read

    def _read_inline(self, ids: list[int]) -> dict[int, Fragment] | None:
        inline = self._follower.inline
        read = fragments_inline(inline, ids) if inline is not None else None
        if read is not None:
            self.store(read.values(), self._follower.number, self._follower.restarts)
        return read
