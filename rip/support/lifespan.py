"""Support in a serving process: the chat, and the periodic jobs that prune what nobody needs."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from django.utils import timezone

from rip.chat.live.lifespan import served
from rip.chat.messages.pictures import pictures_prune
from rip.core.database import threads
from rip.core.work.periodic import periodically
from rip.support.chat import hub, queue
from rip.support.kind import SUPPORT
from rip.support.rooms.guests import guests_prune

PRUNE_SECONDS: Final = (3_000.0, 4_200.0)
BETWEEN_BATCHES_SECONDS: Final = 0.1


@asynccontextmanager
async def running() -> AsyncIterator[None]:
    """Serve support while this block runs."""
    async with served(hub, queue), periodically("nothing_pruned", _prune, every=PRUNE_SECONDS):
        yield


async def _prune() -> None:
    looked_at = await threads.write(pictures_prune, kind=SUPPORT, now=timezone.now())
    while looked_at:
        await asyncio.sleep(BETWEEN_BATCHES_SECONDS)
        looked_at = await threads.write(pictures_prune, kind=SUPPORT, now=timezone.now())
    after: int | None = 0
    while after is not None:
        after = await threads.write(guests_prune, now=timezone.now(), after=after)
        await asyncio.sleep(BETWEEN_BATCHES_SECONDS)
