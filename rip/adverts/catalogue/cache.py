"""The cache of what is derived from the board, in the memory that it shares with adverts."""

from collections.abc import Awaitable, Callable
from typing import Protocol, TypeAlias, TypeVar, cast

from rip.adverts.catalogue.fragments import Fragment
from rip.adverts.feed.follower import BoardFollower
from rip.adverts.feed.recent_changes import RecentChanges
from rip.adverts.listing.listing import Filter
from rip.core.work.coalesce import SingleFlight
from rip.core.work.lru import LRUCache


class Derived(Protocol):
    """An `AsOf` of a known size."""

    number: int

    @property
    def size(self) -> int: ...

    def advance(self, recent: RecentChanges) -> bool: ...


# An advert's id, a page, counts of a filter, the hits of a query, those like an advert, or the full
# list.
Key: TypeAlias = int | str | tuple[str | None, Filter] | tuple[str, str] | tuple[str, int]
Memory: TypeAlias = LRUCache[Key, Fragment | Derived]

D = TypeVar("D", bound=Derived)


class Cache:
    """Derived entries by key. A stale entry is made anew, once for all who wait for it."""

    def __init__(self, memory: Memory, follower: BoardFollower) -> None:
        self._memory = memory
        self._follower = follower
        self._making = SingleFlight()

    def fresh(self, key: Key) -> Derived | None:
        """The entry, if it is here and not stale."""
        entry = cast("Derived | None", self._memory.get(key))
        return entry if entry is not None and entry.advance(self._follower.recent) else None

    async def get(self, number: int, key: Key, make: Callable[[], Awaitable[D]]) -> D:
        """The entry, true as of `number` or later: a cached one, or the one that `make` returns,
        which stores it if it is worth that."""
        while True:
            entry = cast("D | None", self.fresh(key))
            if entry is not None:
                return entry
            made = await self._making.do(key, lambda: self._make(key, make))
            # One whose making began before the caller came may be too old.
            if made.number >= number or made.advance(self._follower.recent):
                return made

    async def _make(self, key: Key, make: Callable[[], Awaitable[D]]) -> D:
        while True:
            restarts = self._follower.restarts
            made = await make()
            if restarts == self._follower.restarts:
                return made
            # The number of a log that began anew says nothing of the log there is now.
            self._memory.drop(key)

    def store(self, key: Key, entry: Derived) -> None:
        self._memory.put(key, entry)
