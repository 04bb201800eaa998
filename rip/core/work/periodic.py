"""Periodic jobs of a serving process."""

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
    name: str, job: Callable[[], Awaitable[None]], *, every: Seconds
) -> AsyncIterator[None]:
    """While this block runs, run `job` after each pause of a random length within `every` (the
    least and the most seconds).

    A failure is logged as `name`, and the job runs again the next time.
    """
    task = asyncio.create_task(_endlessly(name, job, every))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _endlessly(name: str, job: Callable[[], Awaitable[None]], every: Seconds) -> None:
    while True:
        await asyncio.sleep(random.uniform(*every))
        try:
            await job()
        except Unavailable as error:
            log.warning(name, error=str(error.__cause__))
        except Exception as error:
            log.error(name, exc_info=error)
