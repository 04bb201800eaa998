"""What a serving process does beside answering: chores that come round from time to time."""

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import structlog

from rip.core.errors import Unavailable

log = structlog.get_logger(__name__)

Seconds = tuple[float, float]


@asynccontextmanager
async def periodically(
    name: str, chore: Callable[[], Awaitable[None]], *, every: Seconds
) -> AsyncIterator[None]:
    """While this block runs, do `chore` after each pause of a random length within `every`.

    One that fails is reported as `name`, and done again the next time.
    """
    task = asyncio.create_task(_endlessly(name, chore, every))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _endlessly(name: str, chore: Callable[[], Awaitable[None]], every: Seconds) -> None:
    while True:
        await asyncio.sleep(random.uniform(*every))
        try:
            await chore()
        except Unavailable as error:
            log.warning(name, error=str(error.__cause__))
        except Exception as error:
            log.error(name, exc_info=error)
