"""Coalescing: work that several callers wait for is done once."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Hashable
from typing import Any, Final, Generic, TypeAlias, TypeVar, cast

T = TypeVar("T")
K = TypeVar("K")


class SingleFlight:
    """Runs work by key: a caller whose work is being done already gets the result of that.

    That work may have begun before the caller came.
    """

    def __init__(self) -> None:
        self._running: dict[Hashable, asyncio.Task[Any]] = {}

    def __len__(self) -> int:
        """The number of works that go on."""
        return len(self._running)

    async def do(self, key: Hashable, work: Callable[[], Awaitable[T]]) -> T:
        """Return the result of `work`, or raise what it raises."""
        task = self._running.get(key)
        # A task that is done and still here may be too old, and awaiting it takes no time: a caller
        # who repeats until the result is new enough would never let it be removed.
        if task is None or task.done():
            task = self._running[key] = asyncio.create_task(_finished(work))
            task.add_done_callback(lambda done: self._remove(key, done))
        # Shielded: a caller who gives up does not end it for the others.
        return cast("T", await asyncio.shield(task))

    def _remove(self, key: Hashable, done: asyncio.Task[Any]) -> None:
        if self._running.get(key) is done:
            del self._running[key]
        if not done.cancelled():
            # All callers may have given up; asyncio would report what nobody has looked at.
            done.exception()


async def _finished(work: Callable[[], Awaitable[T]]) -> T:
    return await work()


class BatchLoader(Generic[K, T]):
    """Loads keys together: callers that come during a run of `load` share the next run.

    So each caller's keys are loaded by a run that began after the call. One run is given at most
    `largest` keys, unless one caller alone brings more.
    """

    def __init__(self, load: Callable[[list[K]], Awaitable[T]], largest: int) -> None:
        self._load = load
        self._largest = largest
        self._waiting: list[_Caller[K, T]] = []
        self._running: asyncio.Task[None] | None = None

    async def load(self, keys: list[K]) -> T:
        """Return what a run loaded for these keys, and perhaps for others; or raise its error."""
        # A future each: a caller who gives up must not take the result from the others.
        loaded: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append((keys, loaded))
        # The caller that began it may have been cancelled, even before the first step.
        if self._running is None or self._running.done():
            self._running = asyncio.create_task(self._run_while_anyone_waits())
        return await loaded

    async def _run_while_anyone_waits(self) -> None:
        while self._waiting:
            callers = self._take()
            try:
                loaded = await self._load(list({key for keys, _ in callers for key in keys}))
            except Exception as error:  # noqa: BLE001  (raised where it is awaited)
                for _keys, waiter in callers:
                    if not waiter.done():
                        waiter.set_exception(error)
            else:
                for _keys, waiter in callers:
                    if not waiter.done():
                        waiter.set_result(loaded)

    def _take(self) -> "list[_Caller[K, T]]":
        """The callers that came first, with up to `largest` keys together."""
        taken, size = 0, 0
        for keys, _ in self._waiting:
            size += len(keys)
            if taken and size > self._largest:
                break
            taken += 1
        callers, self._waiting = self._waiting[:taken], self._waiting[taken:]
        return callers


_Caller: TypeAlias = tuple[list[K], "asyncio.Future[T]"]
_NO_KEYS: Final[list[None]] = []


class CoalescedCheck(BatchLoader[None, T]):
    """A check whose result must be fresh: each caller gets that of a run that began after the call.
    Callers that come during a run share the next run."""

    def __init__(self, check: Callable[[], Awaitable[T]]) -> None:
        super().__init__(lambda _keys: check(), largest=1)

    async def result(self) -> T:
        return await self.load(_NO_KEYS)


class Remembered(Generic[T]):
    """Work whose result, or error, holds for some seconds: whoever asks within them gets that."""

    def __init__(
        self,
        work: Callable[[], Awaitable[T]],
        seconds: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._work = work
        self._seconds = seconds
        self._clock = clock
        self._done_at = 0.0
        self._task: asyncio.Task[T] | None = None

    async def get(self) -> T:
        if self._task is None or self._is_over(self._task):
            self._task = asyncio.create_task(self._run())
        # Shielded: a caller who gives up does not end it for the others.
        return await asyncio.shield(self._task)

    def _is_over(self, task: "asyncio.Task[T]") -> bool:
        if not task.done():
            return False
        return task.cancelled() or self._clock() - self._done_at >= self._seconds

    async def _run(self) -> T:
        try:
            return await self._work()
        finally:
            self._done_at = self._clock()
