"""Thousands of sockets at once: their files, their ports, and how many may be opening."""

import asyncio
import resource
from collections.abc import Awaitable, Iterable
from typing import TypeVar

T = TypeVar("T")

# Loopback has more addresses than one, and each has its own ports.
PORTS_PER_SOURCE = 5_000
SPARE_FILES = 500


def allow_files(count: int) -> None:
    """Let this process, and those it starts, have `count` sockets open. Raises OSError."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = count + SPARE_FILES
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, max(hard, wanted)))


def sources(count: int) -> list[str]:
    """Return a local IP for each of `count` connections."""
    return [f"127.0.0.{2 + number // PORTS_PER_SOURCE}" for number in range(count)]


async def gather_limited(awaitables: Iterable[Awaitable[T]], at_once: int) -> list[T]:
    """Like `asyncio.gather`, with at most `at_once` under way."""
    slots = asyncio.Semaphore(at_once)

    async def one(item: Awaitable[T]) -> T:
        async with slots:
            return await item

    return await asyncio.gather(*map(one, awaitables))
