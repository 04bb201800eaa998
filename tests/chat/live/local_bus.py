"""A bus between hubs of one process, for tests of what they tell each other."""

import asyncio
from collections.abc import Callable
from typing import Any

from rip.chat.live import events
from rip.chat.live.bus import Receive
from rip.chat.live.hub import Hub


class LocalBus:
    """One hub's end of a bus. Every end hears everything, its own news too, a moment later."""

    healthy = True
    speaks = True

    def __init__(self, *others: "LocalBus") -> None:
        self.published: list[bytes] = []
        self.ends: list[LocalBus] = others[0].ends if others else []
        self.ends.append(self)
        self._receive: Receive | None = None

    async def start(self, receive: Receive, joined: Callable[[], None]) -> None:
        self._receive = receive
        joined()

    async def stop(self) -> None:
        self._receive = None

    def publish(self, news: bytes) -> None:
        self.published.append(news)
        for end in self.ends:
            asyncio.get_running_loop().call_soon(end.hear, news)

    def hear(self, news: bytes) -> None:
        if self._receive is not None:
            self._receive(news)


def published(hub: Hub, kind: type[Any]) -> list[Any]:
    """The news of this kind that a hub has published."""
    assert isinstance(hub.bus, LocalBus)
    return [item for raw in hub.bus.published if isinstance(item := events.decode(raw), kind)]
