"""Catching the database transactions that store messages at the moment they commit."""

import asyncio
from collections.abc import Callable
from enum import Enum

from tests.faults.proxy import Link, Proxy, Way

STORES = b"INSERT INTO support_message"
COMMIT = b"\x03COMMIT"
# The end of a transaction that is sent as one question.
LAST_COMMIT = b"; COMMIT"
MORE_RESULTS = 8


class Fate(Enum):
    """The fates of a caught COMMIT."""

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
            if link.swallow and ends_an_answer(data):
                link.cut()
                self._caught()
            return
        if STORES in data:
            link.commits = True
        if link.commits and (COMMIT in data or data.endswith(LAST_COMMIT)):
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


def ends_an_answer(data: bytes) -> bool:
    """True if no more results follow the last of these packets, so that COMMIT was answered too."""
    at = 0
    while (end := at + 4 + int.from_bytes(data[at : at + 3], "little")) < len(data):
        at = end
    packet = data[at + 4 :]
    if packet[:1] != b"\0":
        return True
    # COMMIT changes no rows and gives no id; then comes the state.
    return packet[:3] == b"\0\0\0" and not packet[3] & MORE_RESULTS
