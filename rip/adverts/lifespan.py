"""What the adverts do in a serving process beside answering: wake followers, keep the search index,
compact the log, erase what was deleted or never used."""

import asyncio
import signal
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from types import FrameType
from typing import Final

from django.utils import timezone

from rip.adverts.catalogue.catalogue import catalogue
from rip.adverts.feed.compaction import keys_forget, log_compact
from rip.adverts.feed.long_poll import followers
from rip.adverts.writing.albums import uploads_forget
from rip.adverts.writing.deletions import deletions_finish
from rip.core.database import threads
from rip.core.work.periodic import periodically

COMPACT_SECONDS: Final = (3_000.0, 4_200.0)
ERASE_SECONDS: Final = (30.0, 60.0)
BETWEEN_BATCHES_SECONDS: Final = 0.1


@asynccontextmanager
async def running() -> AsyncIterator[None]:
    """Followers may wait while this block runs, and the search index follows what is written."""
    followers.start()
    catalogue.searching.start()
    catalogue.board.begin()
    try:
        async with (
            periodically("not_compacted", _compact, every=COMPACT_SECONDS),
            periodically("not_erased", _erase, every=ERASE_SECONDS),
        ):
            with _followers_let_go_first():
                yield
    finally:
        catalogue.searching.stop()
        followers.stop()


async def _compact() -> None:
    after: int | None = 0
    while after is not None:
        after = (await threads.write(log_compact, after=after)).next
        await asyncio.sleep(BETWEEN_BATCHES_SECONDS)
    dropped = await threads.write(keys_forget)
    while dropped:
        await asyncio.sleep(BETWEEN_BATCHES_SECONDS)
        dropped = await threads.write(keys_forget)


async def _erase() -> None:
    await threads.write(deletions_finish, now=timezone.now())
    await threads.write(uploads_forget, now=timezone.now())


@contextmanager
def _followers_let_go_first() -> Iterator[None]:
    """A server that ends waits for the requests it has; those of followers could last long."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    loop = asyncio.get_running_loop()
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}

    def let_go(number: int, frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(followers.end)
        take = before[signal.Signals(number)]
        if callable(take):
            take(number, frame)

    for number in before:
        signal.signal(number, let_go)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
