"""Who is online: customers in their rooms, operators in rooms and at the desk.

Each process counts its own sockets and tells the others on the bus; a process that has not been
heard of for a while is taken to be gone, and so are its people.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from rip.chat.live.events import Here

SECONDS_BETWEEN_NEWS: Final = 10.0
FORGET_AFTER_SECONDS: Final = 35.0

# The "room" of an operator who sits at the desk.
DESK: Final = 0


@dataclass(slots=True)
class Heard:
    """What a process last said, with when to forget it."""

    here: Here
    customers: frozenset[int]
    forget_at: float


class Presence:
    def __init__(self, process: str, clock: Callable[[], float] = time.monotonic) -> None:
        self.process = process
        self.changed = False
        self._clock = clock
        self._customers: Counter[int] = Counter()
        self._operators: Counter[tuple[str, int]] = Counter()
        self._elsewhere: dict[str, Heard] = {}

    def count_customer(self, room_id: int, change: int) -> None:
        """Count a customer's socket in their room in (1) or out (-1)."""
        self._customers[room_id] += change
        if self._customers[room_id] <= 0:
            del self._customers[room_id]
        self.changed = True

    def count_operator(self, name: str, room_id: int, change: int) -> None:
        """Count an operator's socket in a room, or at the `DESK`, in (1) or out (-1)."""
        self._operators[name, room_id] += change
        if self._operators[name, room_id] <= 0:
            del self._operators[name, room_id]
        self.changed = True

    def here(self) -> Here:
        """The news of this process."""
        self.changed = False
        operators: dict[str, list[int]] = {}
        for name, room_id in self._operators:
            operators.setdefault(name, []).append(room_id)
        return Here(self.process, operators, list(self._customers))

    def heard(self, here: Here) -> None:
        """Remember the news of another process."""
        forget_at = self._clock() + FORGET_AFTER_SECONDS
        self._elsewhere = {other.here.process: other for other in self._others()}
        self._elsewhere[here.process] = Heard(here, frozenset(here.customers), forget_at)

    def support_online(self) -> bool:
        return bool(self._operators) or any(other.here.operators for other in self._others())

    def customer_online(self, room_id: int) -> bool:
        return room_id in self._customers or any(
            room_id in other.customers for other in self._others()
        )

    def customers(self) -> set[int]:
        """The rooms whose customers are there."""
        return set(self._customers).union(*(other.customers for other in self._others()))

    def operators(self) -> set[tuple[str, int]]:
        """Each operator's user name with each room they are in, the `DESK` among them."""
        there = set(self._operators)
        for other in self._others():
            there |= {
                (name, room) for name, rooms in other.here.operators.items() for room in rooms
            }
        return there

    def operators_in(self, room_id: int) -> list[str]:
        """The user names of the operators who are in a room, in alphabetical order."""
        names = {name for name, room in self._operators if room == room_id}
        for other in self._others():
            names |= {name for name, rooms in other.here.operators.items() if room_id in rooms}
        return sorted(names)

    def _others(self) -> Iterator[Heard]:
        now = self._clock()
        return (other for other in self._elsewhere.values() if other.forget_at > now)
