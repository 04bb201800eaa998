"""Work that several callers wait for is done once."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from typing import Any, Generic, TypeVar, cast

T = TypeVar("T")
K = TypeVar("K")
V = TypeVar("V")


class CoalescedCheck(Generic[T]):
    """A question whose answer must be fresh: each caller gets one that was asked after they came.

    Those who come while it is being asked wait for the next time, all together.
    """

    def __init__(self, ask: Callable[[], Awaitable[T]]) -> None:
        self._ask = ask
        self._waiting: list[asyncio.Future[T]] = []
        self._asking: asyncio.Task[None] | None = None

    async def answer(self) -> T:
        # A future each: a caller who gives up must not take the answer from the others.
        waiter: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append(waiter)
        # Whoever began may have been cancelled, even before its first step.
        if self._asking is None or self._asking.done():
            self._asking = asyncio.create_task(self._ask_while_anyone_waits())
        return await waiter

    async def _ask_while_anyone_waits(self) -> None:
        while self._waiting:
            waiting, self._waiting = self._waiting, []
            await self._ask_for(waiting)

    async def _ask_for(self, waiting: list[asyncio.Future[T]]) -> None:
        try:
            answer = await self._ask()
        except Exception as error:  # noqa: BLE001  (it is raised where it is waited for)
            for waiter in waiting:
                if not waiter.done():
                    waiter.set_exception(error)
        else:
            for waiter in waiting:
                if not waiter.done():
                    waiter.set_result(answer)


class SingleFlight:
    """Work by key: who asks for work that is being done gets its result when it is."""

    def __init__(self) -> None:
        self._running: dict[Hashable, asyncio.Task[Any]] = {}

    async def do(self, key: Hashable, work: Callable[[], Awaitable[T]]) -> T:
        task = self._running.get(key)
        # Work that is done but not yet forgotten may be too old, and waiting for it takes no time:
        # who asks again until the result is new enough would never let it be forgotten.
        if task is None or task.done():
            task = self._running[key] = asyncio.create_task(_finished(work))
            task.add_done_callback(lambda done: self._forget(key, done))
        # Shielded: a caller who gives up does not end it for the others.
        return cast("T", await asyncio.shield(task))

    def _forget(self, key: Hashable, done: asyncio.Task[Any]) -> None:
        if self._running.get(key) is done:
            del self._running[key]


async def _finished(work: Callable[[], Awaitable[T]]) -> T:
    return await work()


class BatchLoader(Generic[K, V]):
    """What is looked up while another look-up runs is looked up together, the next time."""

    def __init__(self, look_up: Callable[[list[K]], Awaitable[dict[K, V]]], most: int) -> None:
        self._look_up = look_up
        self._most = most
        self._waiting: list[tuple[list[K], asyncio.Future[dict[K, V]]]] = []
        self._looking: asyncio.Task[None] | None = None

    async def find(self, keys: list[K]) -> dict[K, V]:
        """What was found for these keys, and perhaps for others; asked after this was called."""
        found: asyncio.Future[dict[K, V]] = asyncio.get_running_loop().create_future()
        self._waiting.append((keys, found))
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look_while_anyone_waits())
        return await found

    async def _look_while_anyone_waits(self) -> None:
        while self._waiting:
            await self._look_for(self._next())

    def _next(self) -> list[tuple[list[K], asyncio.Future[dict[K, V]]]]:
        """Those who came first, up to `most` keys together; a single one may have more."""
        taken, size = 0, 0
        for keys, _ in self._waiting:
            size += len(keys)
            if taken and size > self._most:
                break
            taken += 1
        chosen, self._waiting = self._waiting[:taken], self._waiting[taken:]
        return chosen

    async def _look_for(self, waiting: list[tuple[list[K], asyncio.Future[dict[K, V]]]]) -> None:
        try:
            found = await self._look_up(list({key for keys, _ in waiting for key in keys}))
        except Exception as error:  # noqa: BLE001  (it is raised where it is waited for)
            for _, waiter in waiting:
                if not waiter.done():
                    waiter.set_exception(error)
        else:
            for _, waiter in waiting:
                if not waiter.done():
                    waiter.set_result(found)
