"""Group commit: items that arrive while a transaction runs go together in the next one.

A commit costs as much as dozens of rows, so who stores each item alone spends nearly all the time
on commits.
"""

import asyncio
import contextvars
from collections import deque
from collections.abc import Awaitable, Callable, Hashable, Sequence
from typing import Final, Generic, TypeAlias, TypeVar

import structlog

from rip.core.errors import Unavailable

log = structlog.get_logger(__name__)

# Event loops have no shorter timers.
JOIN_SECONDS: Final = 0.001

Item = TypeVar("Item")
Result = TypeVar("Result")

# Stores a group in one transaction and returns what became of each item, in the items' order, once
# that has committed. If it raises, every item of the group gets what it raised.
Store: TypeAlias = Callable[[list[Item]], Awaitable[Sequence[Result | Exception]]]
# Called once with an item and what became of it. If it raises, only that item is affected.
Done: TypeAlias = Callable[[Item, Result | Exception], None]


class GroupCommit(Generic[Item, Result]):
    """Stores items in groups, and tells what became of each after its group has committed.

    Each of `stores` is a lane, and lanes run beside each other. With several lanes an item's `key`
    is in one lane at a time, so items with equal keys are stored in the order they came. With one
    lane all items are.

    At most `largest` items go together, and at most `queue` wait; beyond that an item is refused
    with `overloaded`.
    """

    def __init__(
        self,
        *stores: Store[Item, Result],
        largest: int,
        queue: int,
        overloaded: type[Unavailable] = Unavailable,
        key: Callable[[Item], Hashable] | None = None,
    ) -> None:
        assert len(stores) == 1 or key is not None, "several lanes need a key to keep the order"
        self._stores = stores
        self._key = key if len(stores) > 1 else None
        self._largest = largest
        self._queue = queue
        self._overloaded = overloaded
        self._waiting: deque[tuple[Item, Done[Item, Result]]] = deque()
        self._keys_in_lanes: set[Hashable] = set()
        self._lanes: list[asyncio.Task[None] | None] = [None] * len(stores)
        self._window = JoinWindow(largest)
        self._stopping = False

    def start(self) -> None:
        """Take items again after a `stop`."""
        self._stopping = False

    async def stop(self) -> None:
        """Refuse new items, store those that have arrived, and return when that is done."""
        self._stopping = True
        self._window.close()
        while running := [lane for lane in self._lanes if lane is not None and not lane.done()]:
            await asyncio.gather(*running)

    def post(self, item: Item) -> "asyncio.Future[Result]":
        """Queue an item; the future is done once the item is committed, or raises why it is not.

        Cancelling the future takes nothing back.
        """
        future: asyncio.Future[Result] = asyncio.get_running_loop().create_future()

        def settle(_: Item, result: Result | Exception) -> None:
            if future.done():  # nobody waits for it any more
                return
            if isinstance(result, Exception):
                future.set_exception(result)
            else:
                future.set_result(result)

        self.submit(item, settle)
        return future

    def submit(self, item: Item, done: Done[Item, Result]) -> None:
        """Queue an item without a future for it; `done` is called, at once if it is refused."""
        if self._stopping:
            done(item, Unavailable())
        elif len(self._waiting) >= self._queue:
            done(item, self._overloaded())
        else:
            self._waiting.append((item, done))
            # The lane that has its key takes the item when it is done with its group.
            if self._key is None or self._key(item) not in self._keys_in_lanes:
                self._wake_lane()
            self._window.arrived(len(self._waiting))

    def _wake_lane(self) -> None:
        """Let one more lane run, if any is idle."""
        for index, lane in enumerate(self._lanes):
            # A lane ends when it finds nothing to store, or with its event loop.
            if lane is None or lane.done():
                # A context of its own: what is logged there is not about one request.
                self._lanes[index] = asyncio.create_task(
                    self._run(self._stores[index]), context=contextvars.Context()
                )
                return

    async def _run(self, store: Store[Item, Result]) -> None:
        while group := self._take():
            items = [item for item, _done in group]
            keys = {self._key(item) for item in items} if self._key is not None else set()
            self._keys_in_lanes |= keys
            try:
                results = await _stored(store, items)
            finally:
                self._keys_in_lanes -= keys
            for (item, done), result in zip(group, results, strict=True):
                try:
                    done(item, result)
                except Exception:
                    # The item is stored; those behind it are still to be told.
                    log.exception("callback_failed")
            if self._key is None and not self._stopping:
                await self._window.open(len(self._waiting), answered=len(group))

    def _take(self) -> list[tuple[Item, Done[Item, Result]]]:
        """The next items whose keys are in no lane; the others keep their order."""
        waiting, largest = self._waiting, self._largest
        if self._key is None or not self._keys_in_lanes:
            return [waiting.popleft() for _ in range(min(largest, len(waiting)))]
        group: list[tuple[Item, Done[Item, Result]]] = []
        others: deque[tuple[Item, Done[Item, Result]]] = deque()
        for item, done in waiting:
            free = len(group) < largest and self._key(item) not in self._keys_in_lanes
            (group if free else others).append((item, done))
        self._waiting = others
        return group


async def _stored(store: Store[Item, Result], items: list[Item]) -> Sequence[Result | Exception]:
    try:
        return await store(items)
    except Exception as error:  # noqa: BLE001  (handed to those who wait)
        return [error] * len(items)


class JoinWindow:
    """A moment in which those who were just answered may join those who wait.

    People who wait for each answer before they write again would part into two halves, one of which
    arrives while the other is stored: each would be stored in turn, at twice as many commits.
    """

    def __init__(self, largest: int) -> None:
        self._largest = largest
        # The window closes when so many wait; 0 while it is closed.
        self._enough = 0
        self._closed: asyncio.Future[None] | None = None

    def arrived(self, waiting: int) -> None:
        """Must be called at each arrival with the number of those who wait."""
        if waiting == self._enough:
            self.close()

    async def open(self, waiting: int, *, answered: int) -> None:
        """After `answered` were answered, give them a moment to join the `waiting`.

        Where nobody waits, the window stays closed: who writes alone is not held up.
        """
        if not 0 < waiting < self._largest:
            return
        loop = asyncio.get_running_loop()
        self._closed = loop.create_future()
        self._enough = min(waiting + answered, self._largest)
        timer = loop.call_later(JOIN_SECONDS, self.close)
        await self._closed
        timer.cancel()
        self._enough = 0

    def close(self) -> None:
        """Go on at once, if the window is open."""
        if self._closed is not None and not self._closed.done():
            self._closed.set_result(None)
