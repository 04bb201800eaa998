"""The rooms' counters as this process last moved them, so that a group need not read them."""

from collections.abc import Collection, Mapping
from typing import Final

MOST_COUNTERS: Final = 10_000


class Counters:
    """The newest numbers of rooms.

    Another process may have moved a counter since: the statement that moves it next must check it
    (see `Group.move`).
    """

    def __init__(self) -> None:
        self._newest: dict[int, int] = {}

    def take(self, room_ids: Collection[int]) -> dict[int, int]:
        """Remove the counters of these rooms that are known, and return them."""
        newest = self._newest
        return {room_id: newest.pop(room_id) for room_id in room_ids if room_id in newest}

    def store(self, newest: Mapping[int, int]) -> None:
        """Store counters that have been committed."""
        if len(self._newest) > MOST_COUNTERS:
            self._newest.clear()
        self._newest.update(newest)
