"""What is kept, and made true or anew when it is asked for."""

from collections.abc import Awaitable, Callable
from typing import Protocol, TypeAlias, TypeVar, cast

from rip.adverts.catalogue.fragments import Fragment
from rip.adverts.feed.follower import LogFollower
from rip.adverts.feed.recent_changes import RecentChanges
from rip.adverts.listing.listing import Filter
from rip.core.work.coalesce import SingleFlight
from rip.core.work.lru import LRUCache


class Followed(Protocol):
    """Something that is kept, and is true as of a number."""

    number: int

    @property
    def size(self) -> int: ...

    def advance(self, recent: RecentChanges) -> bool: ...


# An advert's id, a page, what is counted of a filter, what words find, or the whole list.
Key: TypeAlias = int | str | tuple[str | None, Filter] | tuple[str, str]

F = TypeVar("F", bound=Followed)


class Kept:
    """The part of the memory that follows the log."""

    def __init__(self, memory: LRUCache[Key, Fragment | Followed], follower: LogFollower) -> None:
        self._memory = memory
        self._follower = follower
        self._work = SingleFlight()

    async def get(self, number: int, key: Key, make: Callable[[], Awaitable[F]]) -> F:
        """The entry `key`, true as of `number` or later: the one that is kept, or one that is made
        once for all who wait for it. Whether that is kept is for `make` to decide."""
        while True:
            entry = cast("F | None", self._memory.get(key))
            if entry is not None and entry.advance(self._follower.recent):
                return entry
            made = await self._work.do(key, make)
            # One whose making began before the caller came may be too old.
            if made.number >= number or made.advance(self._follower.recent):
                return made
