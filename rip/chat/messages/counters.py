"""What this process remembers of the rooms' counters, so that a group need not ask for them."""

from collections.abc import Collection, Mapping
from typing import Final

MOST_COUNTERS: Final = 10_000


class Counters:
    """The newest numbers of rooms, as this process has last moved them.

    Others may have moved them since: whoever relies on them must have the database check them (see
    `Group.move`).
    """

    def __init__(self) -> None:
        self._newest: dict[int, int] = {}
        self._version: int | None = None

    def take(self, room_ids: Collection[int]) -> dict[int, int]:
        """What is remembered of these rooms. It is forgotten until it is kept again."""
        newest = self._newest
        return {room_id: newest.pop(room_id) for room_id in room_ids if room_id in newest}

    def keep(self, newest: Mapping[int, int]) -> None:
        """Remember what has been committed."""
        if len(self._newest) > MOST_COUNTERS:
            self._newest.clear()
        self._newest.update(newest)

    def be_of(self, version: int) -> None:
        """Forget what was remembered of another version of the database."""
        if version != self._version:
            self._version = version
            self._newest.clear()
