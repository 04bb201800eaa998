"""The work of the accounts in a serving process beside requests: prune the log of sessions."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from rip.accounts.verified.follower import changes_prune
from rip.core.database import threads
from rip.core.work.periodic import periodically

PRUNE_SECONDS: Final = (3_000.0, 4_200.0)
BETWEEN_BATCHES_SECONDS: Final = 0.1


@asynccontextmanager
async def running() -> AsyncIterator[None]:
    """Keep the log of sessions short while this block runs."""
    async with periodically("session_changes_not_pruned", _prune, every=PRUNE_SECONDS):
        yield


async def _prune() -> None:
    pruned = await threads.write(changes_prune)
    while pruned:
        await asyncio.sleep(BETWEEN_BATCHES_SECONDS)
        pruned = await threads.write(changes_prune)
