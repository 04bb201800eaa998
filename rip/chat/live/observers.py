"""Observers: whoever is told what happens in all rooms of a kind, as a desk is."""

from collections.abc import Collection
from typing import Protocol

from rip.chat.live.socket import ChatSocket


class Observer(Protocol):
    """Registered with a hub before it starts. Only `run` and `compare` wait; nothing raises."""

    def sockets(self) -> Collection[ChatSocket]:
        """Return the observer's own sockets: their log-ins are checked, and they are drained."""

    def touched(self, room_id: int) -> None:
        """Hear that something about a room has changed."""

    def people_moved(self) -> None:
        """Hear that somebody may have come or gone."""

    def typing(self, room_id: int, side: str, sender: str, seconds: float) -> None:
        """Hear that somebody types in a room, and for how long that holds."""

    async def compare(self) -> None:
        """Find in the database what news were lost."""

    async def run(self) -> None:
        """Work until it is cancelled."""
