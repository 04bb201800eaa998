"""When the chat of this process begins, and how it ends without cutting anybody off."""

import asyncio
import signal
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from types import FrameType
from typing import Final

from django.utils import timezone

from rip.chat.live.process import hub, writer
from rip.core.database import threads
from rip.core.work.periodic import periodically
from rip.support.rooms.guests import guests_forget
from rip.support.rooms.pictures import pictures_forget

FORGET_SECONDS: Final = (3_000.0, 4_200.0)
BETWEEN_BATCHES_SECONDS: Final = 0.1


@asynccontextmanager
async def running() -> AsyncIterator[None]:
    """Chat is served while this block runs."""
    await hub.start()
    writer.start()
    try:
        async with periodically("nothing_forgotten", _forget, every=FORGET_SECONDS):
            with _draining_first():
                yield
    finally:
        await writer.stop()
        await hub.stop()


async def _forget() -> None:
    looked_at = await threads.write(pictures_forget, now=timezone.now())
    while looked_at:
        await asyncio.sleep(BETWEEN_BATCHES_SECONDS)
        looked_at = await threads.write(pictures_forget, now=timezone.now())
    after: int | None = 0
    while after is not None:
        after = await threads.write(guests_forget, now=timezone.now(), after=after)
        await asyncio.sleep(BETWEEN_BATCHES_SECONDS)


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
