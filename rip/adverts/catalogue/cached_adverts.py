"""The adverts that are kept as fragments, and how those that are not are read."""

from collections.abc import Iterable
from typing import Any, Final, cast

from rip.adverts.catalogue.fragments import MOST_AT_ONCE, Fragment, fragments_of
from rip.adverts.catalogue.glimpses import fragments_at_a_glance
from rip.adverts.feed.follower import LogFollower
from rip.core.database import threads
from rip.core.work.coalesce import BatchLoader
from rip.core.work.lru import LRUCache, SeenRecently

# When the memory is full, an advert is kept when it is asked for again among so many others.
ADVERTS_ASKED: Final = 16_384


class CachedAdverts:
    """Fragments by id, in a memory that they share with other things that are kept."""

    def __init__(self, memory: LRUCache[Any, Any], follower: LogFollower) -> None:
        self._memory = memory
        self._follower = follower
        self._asked: SeenRecently[int] = SeenRecently(ADVERTS_ASKED)
        self._batch = BatchLoader(self._read, MOST_AT_ONCE)

    async def one(self, advert_id: int) -> Fragment | None:
        """This advert, from memory or from the database; None when it is gone."""
        kept = cast("Fragment | None", self._memory.get(advert_id))
        return kept if kept is not None else await self.as_read_now(advert_id)

    async def as_read_now(self, advert_id: int) -> Fragment | None:
        """This advert from the database, asked for together with those that others wait for: on
        SQLite, most of what one costs is beginning and ending to read."""
        return (await self._batch.load([advert_id])).get(advert_id)

    async def get(self, ids: Iterable[int]) -> list[Fragment]:
        """These adverts, from memory or from the database; those that are gone are left out."""
        wanted = list(ids)
        at_once = self.at_once(wanted)
        if at_once is not None:
            return at_once
        kept = {one: self._memory.get(one) for one in wanted}
        found = await self._batch.load([one for one, fragment in kept.items() if fragment is None])
        both = [kept[one] or found.get(one) for one in wanted]
        return [fragment for fragment in both if fragment is not None]

    def at_once(self, wanted: list[int]) -> list[Fragment] | None:
        """The same without waiting; None when that is not possible."""
        kept = {one: cast("Fragment | None", self._memory.get(one)) for one in wanted}
        missing = [one for one, fragment in kept.items() if fragment is None]
        if missing:
            read = self.glimpsed(missing)
            if read is None:
                return None
            kept |= read
        return [fragment for fragment in kept.values() if fragment is not None]

    def glimpsed(self, ids: list[int]) -> dict[int, Fragment] | None:
        """These adverts, read on the event loop; None when that is not possible."""
        inline = self._follower.inline
        read = fragments_at_a_glance(inline, ids) if inline is not None else None
        if read is not None:
            self.keep(read.values(), self._follower.number, self._follower.restarts)
        return read

    def looked_up(self, ids: list[int]) -> tuple[list[Fragment], list[Fragment]]:
        """In a database thread: the same, and which of them were read."""
        kept = {one: cast("Fragment | None", self._memory.peek(one)) for one in ids}
        read = fragments_of(one for one in ids if kept[one] is None)
        both = [kept[one] or read.get(one) for one in ids]
        return [one for one in both if one is not None], list(read.values())

    def keep(self, read: Iterable[Fragment], number: int, restarts: int) -> None:
        """Keep what was read when `number` was known, unless it has changed since."""
        recent = self._follower.recent
        if restarts != self._follower.restarts or number < recent.first:
            return
        for fragment in read:
            one = fragment.advert_id
            if fragment.seq < recent.latest_of(one):
                continue
            if self._memory.has_room(fragment) or self._asked.again(one):
                self._memory.put(one, fragment)

    async def _read(self, ids: list[int]) -> dict[int, Fragment]:
        glimpsed = self.glimpsed(ids)
        if glimpsed is not None:
            return glimpsed
        number, restarts = self._follower.number, self._follower.restarts
        read = await threads.read(fragments_of, ids)
        self.keep(read.values(), number, restarts)
        return read
