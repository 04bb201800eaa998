"""Waiting for what nobody tells of: look again and again, until it is so or the patience ends."""

import asyncio
import inspect
import os
import time
from collections.abc import Callable
from typing import Final

# A busy machine takes its time; a run that tries faults, which tests may wait for, takes less.
PATIENCE_SECONDS: Final = float(os.environ.get("RIP_TEST_PATIENCE", "30"))
PAUSE_SECONDS: Final = 0.002


async def until(
    condition: Callable[[], object], *, seconds: float = PATIENCE_SECONDS, failing: str = ""
) -> None:
    """Let the event loop go on until `condition`, which may be async, holds.

    Raises AssertionError if it never does.
    """
    deadline = time.monotonic() + seconds
    while True:
        holds = condition()
        if inspect.isawaitable(holds):
            holds = await holds
        if holds:
            return
        assert time.monotonic() < deadline, failing or "it never came to pass"
        await asyncio.sleep(PAUSE_SECONDS)


def wait_until(
    condition: Callable[[], object], *, seconds: float = PATIENCE_SECONDS, failing: str = ""
) -> None:
    """Do nothing until `condition` holds. Raises AssertionError if it never does."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, failing or "it never came to pass"
        time.sleep(PAUSE_SECONDS)


async def turns(count: int = 10) -> None:
    """Let the event loop do all that is ready, and all that follows from it."""
    for _ in range(count):
        await asyncio.sleep(0)
