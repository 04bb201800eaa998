"""The work of the adverts in a serving process beside requests: follow the log, index for search,
compact the log, erase what was deleted or never used."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from django.utils import timezone

from rip.adverts.catalogue.catalogue import catalogue
from rip.adverts.feed.compaction import keys_expire, log_compact
from rip.adverts.feed.follower import follower
from rip.adverts.feed.long_poll import long_polls
from rip.adverts.writing import queue
from rip.adverts.writing.deletions import deletions_finish
from rip.adverts.writing.pictures import uploads_prune
from rip.core.database import threads
from rip.core.work.periodic import periodically
from rip.core.work.shutdown import before_shutdown

COMPACT_SECONDS: Final = (3_000.0, 4_200.0)
ERASE_SECONDS: Final = (30.0, 60.0)
BETWEEN_BATCHES_SECONDS: Final = 0.1


@asynccontextmanager
async def running() -> AsyncIterator[None]:
    """Long polls may wait while this block runs, and the search index follows what is written."""
    follower.start()
    long_polls.start()
    catalogue.start()
    queue.writes.start()
    try:
        async with (
            periodically("not_compacted", _compact, every=COMPACT_SECONDS),
            periodically("not_erased", _erase, every=ERASE_SECONDS),
        ):
            with before_shutdown(_end_long_polls):
                yield
    finally:
        await queue.writes.stop()
        long_polls.end()
        follower.stop()


async def _end_long_polls() -> None:
    """A server that ends waits for the requests it has; long polls could last long."""
    long_polls.end()


async def _compact() -> None:
    after: int | None = 0
    while after is not None:
        after = (await threads.write(log_compact, after=after)).next
        await asyncio.sleep(BETWEEN_BATCHES_SECONDS)
    dropped = await threads.write(keys_expire)
    while dropped:
        await asyncio.sleep(BETWEEN_BATCHES_SECONDS)
        dropped = await threads.write(keys_expire)


async def _erase() -> None:
    await threads.write(deletions_finish, now=timezone.now())
    await threads.write(uploads_prune, now=timezone.now())
