"""Steps that come before a server takes a signal to stop as its own.

A server that was told to stop refuses new connections and waits for the requests it has. By then
it is too late to ask clients to come back somewhere else, or to let long polls go.
"""

import asyncio
import signal
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final, NamedTuple

import structlog

log = structlog.get_logger(__name__)

SIGNALS: Final = (signal.SIGTERM, signal.SIGINT)


class _Step(NamedTuple):
    do: Callable[[], Awaitable[None]]
    signals: tuple[signal.Signals, ...]


_steps: list[_Step] = []


@contextmanager
def before_shutdown(
    do: Callable[[], Awaitable[None]], *, signals: tuple[signal.Signals, ...] = SIGNALS
) -> Iterator[None]:
    """While this block runs, await `do` before the server takes one of `signals` as its own.

    Steps run one after the other, the one that was registered last first.
    """
    step = _Step(do, signals)
    _steps.append(step)
    try:
        yield
    finally:
        _steps.remove(step)


@contextmanager
def steps_before_signals() -> Iterator[None]:
    """While this block runs on the event loop, SIGTERM and SIGINT wait for the steps.

    A signal that comes again meanwhile is not repeated. Does nothing outside the main thread, where
    no signal can be taken.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    loop = asyncio.get_running_loop()
    before = {number: signal.getsignal(number) for number in SIGNALS}
    running: dict[int, asyncio.Task[None]] = {}

    async def pass_on(number: signal.Signals) -> None:
        await _run_steps(number)
        take = before[number]
        if callable(take):
            take(number, None)

    def begin(number: signal.Signals) -> None:
        task = running.get(number)
        if task is None or task.done():
            running[number] = loop.create_task(pass_on(number))

    def handle(number: int, _frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(begin, signal.Signals(number))

    for number in SIGNALS:
        signal.signal(number, handle)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


async def _run_steps(number: signal.Signals) -> None:
    for step in reversed(_steps):
        if number in step.signals:
            try:
                await step.do()
            except Exception:
                # It keeps neither the other steps nor the server from stopping.
                log.exception("shutdown_step_failed")
