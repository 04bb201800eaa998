"""When the chat of this process begins, and how it ends without cutting anybody off."""

import asyncio
import signal
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from types import FrameType

from rip.support.chat import hub, writer


@asynccontextmanager
async def running() -> AsyncIterator[None]:
    """Chat is served while this block runs."""
    await hub.start()
    writer.start()
    try:
        with _draining_first():
            yield
    finally:
        await writer.stop()
        await hub.stop()


@contextmanager
def _draining_first() -> Iterator[None]:
    """On SIGTERM let the sockets go gently before the server takes the signal as its own."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    loop = asyncio.get_running_loop()
    take_as_own = signal.getsignal(signal.SIGTERM)

    async def drain(number: int) -> None:
        await hub.drain()
        if callable(take_as_own):
            take_as_own(number, None)

    def begin(number: int, frame: FrameType | None) -> None:
        if not hub.draining:
            loop.call_soon_threadsafe(lambda: hub.spawn(drain(number)))

    signal.signal(signal.SIGTERM, begin)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, take_as_own)
