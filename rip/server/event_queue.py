"""Where a socket's events wait for whoever reads them."""

import asyncio
from collections.abc import Callable
from typing import Any

from rip.server.frames import Hear


class EventQueue:
    """The part of asyncio.Queue that one reader and uvicorn need, and a `wire.Inbox`.

    `emptied` is called when all that was kept has been handed over.
    """

    __slots__ = ("_emptied", "_hear", "_held", "_items", "_waiter")

    def __init__(self, emptied: Callable[[], None]) -> None:
        self._emptied = emptied
        self._items: list[Any] = []
        self._waiter: asyncio.Future[None] | None = None
        self._hear: Hear | None = None
        self._held = False

    def __len__(self) -> int:
        return len(self._items)

    def empty(self) -> bool:
        return not self._items

    def put_nowait(self, item: Any) -> None:
        if self._hear is None or self._held or self._items:
            self._items.append(item)
            if self._hear is None:
                self._wake()
        else:
            self._give(item)

    async def get(self) -> Any:
        """The next item; only one task may wait for it."""
        while not self._items:
            await self._waking()
        return self._items.pop(0)

    async def hand_over(self, hear: Hear) -> None:
        """See `wire.Inbox`. Nothing is handed over after this has ended."""
        self._hear = hear
        gone = self._waking()
        try:
            self.go_on()
            await gone
        finally:
            self._hear = None

    def hold(self) -> None:
        self._held = True

    def go_on(self) -> None:
        self._held = False
        if self._hear is None or not self._items:
            return
        while self._items and not self._held:
            self._give(self._items.pop(0))
        if not self._items:
            self._emptied()

    def _give(self, item: Any) -> None:
        if item["type"] == "websocket.disconnect":
            self._wake()
        elif self._hear is not None:
            self._hear(item)

    def _waking(self) -> "asyncio.Future[None]":
        self._waiter = asyncio.get_running_loop().create_future()
        return self._waiter

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)
