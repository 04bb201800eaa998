"""People who are online: owners in their rooms, the other side by name, in rooms or elsewhere.

Each process counts its own sockets and tells the others on the bus. A process that has been silent
for a while is taken to be gone, and so are its people.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from rip.chat.live.events import Here

EXPIRES_AFTER_SECONDS: Final = 35.0

# The "room" of somebody of the other side who is online but in no room.
NO_ROOM: Final = 0


@dataclass(slots=True)
class Elsewhere:
    """The last news of another process, with the moment they expire."""

    here: Here
    owners: frozenset[int]
    expires: float


class Presence:
    def __init__(
        self, process: str, kind: str, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.changed = False
        self._process = process
        self._kind = kind
        self._clock = clock
        self._told_at = clock()
        self._owners: Counter[int] = Counter()
        self._others: Counter[tuple[str, int]] = Counter()
        self.elsewhere: dict[str, Elsewhere] = {}

    def count_owner(self, room_id: int, change: int) -> None:
        """Count an owner's socket in their room in (1) or out (-1)."""
        self._owners[room_id] += change
        if self._owners[room_id] <= 0:
            del self._owners[room_id]
        self.changed = True

    def count_other(self, name: str, room_id: int, change: int) -> None:
        """Count a socket of the other side in a room, or in `NO_ROOM`, in (1) or out (-1)."""
        self._others[name, room_id] += change
        if self._others[name, room_id] <= 0:
            del self._others[name, room_id]
        self.changed = True

    def is_due(self, seconds: float) -> bool:
        """True if news has not been told, or was told more than so many seconds ago, if not 0."""
        return self.changed or bool(seconds and self._clock() - self._told_at > seconds)

    def here(self) -> Here:
        """Return the news of this process, to be told at once."""
        self.changed = False
        self._told_at = self._clock()
        others: dict[str, list[int]] = {}
        for name, room_id in self._others:
            others.setdefault(name, []).append(room_id)
        return Here(self._process, self._kind, others, list(self._owners))

    def heard(self, here: Here) -> None:
        """Store the news of another process."""
        expires = self._clock() + EXPIRES_AFTER_SECONDS
        self.elsewhere = {one.here.process: one for one in self._alive()}
        self.elsewhere[here.process] = Elsewhere(here, frozenset(here.owners), expires)

    def owner_online(self, room_id: int) -> bool:
        return room_id in self._owners or any(room_id in one.owners for one in self._alive())

    def owners(self) -> set[int]:
        """Return the rooms whose owners are there."""
        return set(self._owners).union(*(one.owners for one in self._alive()))

    def others_online(self) -> bool:
        """True if anybody of the other side is online, in whichever room or in none."""
        return bool(self._others) or any(one.here.others for one in self._alive())

    def others(self) -> set[tuple[str, int]]:
        """Return each user name of the other side with each room they are in, or `NO_ROOM`."""
        there = set(self._others)
        for one in self._alive():
            there |= {(name, room) for name, rooms in one.here.others.items() for room in rooms}
        return there

    def others_in(self, room_id: int) -> list[str]:
        """Return the user names of the other side in a room, in alphabetical order."""
        names = {name for name, room in self._others if room == room_id}
        for one in self._alive():
            names |= {name for name, rooms in one.here.others.items() if room_id in rooms}
        return sorted(names)

    def _alive(self) -> Iterator[Elsewhere]:
        now = self._clock()
        return (one for one in self.elsewhere.values() if one.expires > now)
