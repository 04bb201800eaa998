"""Threads for hashing passwords.

A hash takes as long as hundreds of responses, and strangers may ask for any number of them: so few
are made at a time, and they get the time of the processor that others leave.
"""

import os
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final, ParamSpec, TypeVar

from rip.core.database import threads
from rip.core.errors import Unavailable

P = ParamSpec("P")
T = TypeVar("T")

SIZE: Final = 2
# About as many as are answered while somebody waits at a form.
MOST_HERE: Final = 64
BUSY_SECONDS: Final = 5
_LOWEST_PRIORITY: Final = 19


def _lower_priority() -> None:
    # On Linux that of this thread alone; elsewhere it would be that of the whole process.
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _LOWEST_PRIORITY)


def password_pool(name: str, size: int = SIZE) -> ThreadPoolExecutor:
    """Return threads that get the time of the processor that others leave."""
    return ThreadPoolExecutor(size, name, _lower_priority)


class Hashing:
    """Runs functions that hash or compare passwords, and may read and write the database."""

    def __init__(self, size: int = SIZE, most_here: int = MOST_HERE) -> None:
        self._pool = password_pool("password", size)
        self._most_here = most_here
        self._here = 0

    async def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `function` in one of the threads and return what it returns.

        Raises Unavailable, with a time to come back, if too many are here already.
        """
        if self._here >= self._most_here:
            raise Unavailable(retry_after=BUSY_SECONDS)
        self._here += 1
        try:
            return await threads.run_in(self._pool, function, *args, **kwargs)
        finally:
            self._here -= 1


hashing: Final = Hashing()
