"""Threads for what hashes passwords, so that only those wait who sign in: see `hashers` for the
hashing itself."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final, ParamSpec, TypeVar

from rip.accounts.passwords.hashers import THREADS
from rip.core.database import threads
from rip.core.errors import Unavailable

P = ParamSpec("P")
T = TypeVar("T")

# About as many as are answered while somebody waits at a form.
MOST_HERE: Final = 64
BUSY_SECONDS: Final = 5


class Hashing:
    """Runs functions that hash or compare passwords, and may read and write the database."""

    def __init__(self, size: int = THREADS, most_here: int = MOST_HERE) -> None:
        self._pool = ThreadPoolExecutor(size, "password")
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
