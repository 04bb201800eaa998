"""Waiting for what nobody tells of: look again and again, until it is so or the patience ends."""

import asyncio
import time
from collections.abc import Callable
from typing import Final

PATIENCE_SECONDS: Final = 30.0
PAUSE_SECONDS: Final = 0.01


async def until(
    condition: Callable[[], object], *, seconds: float = PATIENCE_SECONDS, failing: str = ""
) -> None:
    """Let the event loop go on until `condition` holds. Raises AssertionError if it never does."""
    deadline = time.monotonic() + seconds
    while not condition():
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
