"""The queue of a socket's events."""

import asyncio
from collections.abc import Callable
from typing import Any

from rip.server.frames import OnEvent


class EventQueue:
    """The part of asyncio.Queue that uvicorn and one reader need, and a `frames.Inbox`.

    Calls `on_empty` when the queued events have been delivered.
    """

    __slots__ = ("_items", "_on_empty", "_on_event", "_paused", "_waiter")

    def __init__(self, on_empty: Callable[[], None]) -> None:
        self._on_empty = on_empty
        self._items: list[Any] = []
        self._waiter: asyncio.Future[None] | None = None
        self._on_event: OnEvent | None = None
        self._paused = False

    def __len__(self) -> int:
        return len(self._items)

    def empty(self) -> bool:
        return not self._items

    def put_nowait(self, item: Any) -> None:
        if self._on_event is None or self._paused or self._items:
            self._items.append(item)
            if self._on_event is None:
                self._wake()
        else:
            self._deliver_one(item)

    async def get(self) -> Any:
        """Remove and return the next item. Only one task may wait at a time."""
        while not self._items:
            await self._next_wake()
        return self._items.pop(0)

    async def deliver(self, on_event: OnEvent) -> None:
        """See `frames.Inbox`. Nothing is delivered after this has returned."""
        self._on_event = on_event
        disconnected = self._next_wake()
        try:
            self.resume()
            await disconnected
        finally:
            self._on_event = None

    def pause(self) -> None:
        self._paused = True

    def resume(self) -> None:
        self._paused = False
        if self._on_event is None or not self._items:
            return
        while self._items and not self._paused:
            self._deliver_one(self._items.pop(0))
        if not self._items:
            self._on_empty()

    def _deliver_one(self, item: Any) -> None:
        if item["type"] == "websocket.disconnect":
            self._wake()
        elif self._on_event is not None:
            self._on_event(item)

    def _next_wake(self) -> "asyncio.Future[None]":
        self._waiter = asyncio.get_running_loop().create_future()
        return self._waiter

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)
