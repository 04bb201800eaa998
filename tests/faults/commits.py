"""Catching the database transactions that store messages at the moment they commit."""

import asyncio
from collections.abc import Callable
from enum import Enum

from tests.faults.proxy import Link, Proxy, Way

STORES = b"INSERT INTO support_message"
COMMIT = b"\x03COMMIT"


class Fate(Enum):
    """What becomes of a caught COMMIT."""

    PASSES = "it passes"
    ANSWER_LOST = "the database commits, and the answer is lost"
    NEVER_ARRIVES = "it never reaches the database"


class CommitTrap:
    """Lies in wait on a proxy before the database, until it has caught `count` commits."""

    def __init__(self, proxy: Proxy, fate: Fate, *, count: int, then: Callable[[], object]) -> None:
        self._proxy = proxy
        self._fate = fate
        self._count = count
        self._then = then
        self.done = asyncio.Event()
        proxy.watch = self._see

    def _see(self, link: Link, way: Way, data: bytes) -> None:
        if way is Way.DOWN:
            if link.swallow:
                link.cut()
                self._caught()
            return
        if STORES in data:
            link.commits = True
        if link.commits and COMMIT in data:
            link.commits = False
            self._catch(link)

    def _catch(self, link: Link) -> None:
        match self._fate:
            case Fate.PASSES:
                self._caught()
            case Fate.ANSWER_LOST:
                link.swallow = True
            case Fate.NEVER_ARRIVES:
                link.cut()
                self._caught()

    def _caught(self) -> None:
        self._count -= 1
        if self._count == 0:
            self._proxy.watch = None
            self.done.set()
            # Soon, not now: first the COMMIT goes out.
            asyncio.get_running_loop().call_soon(self._then)
