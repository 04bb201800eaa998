"""When the search entries follow the log: before a search that needs it, and soon after writes.

A search that starts after a write was acknowledged finds what was written, in any process; what was
written since the last search is taken up all at once.
"""

import asyncio
from typing import Any, Final

import structlog

from rip.adverts.catalogue.search_index import next_entries, search_entries_store
from rip.adverts.feed.follower import LogFollower
from rip.adverts.writing.log import board_changed
from rip.core.database import threads
from rip.core.errors import Unavailable
from rip.core.work.coalesce import SingleFlight

log = structlog.get_logger(__name__)

# So long writes are gathered when nobody searches.
GATHER_SECONDS: Final = 0.25


class SearchFollower:
    """The search index as one process knows it: right for searches up to `number`."""

    def __init__(self, follower: LogFollower) -> None:
        self.number = 0
        self._follower = follower
        self._work = SingleFlight()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._is_due = False
        self._following: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Follow what this process writes, and what was written and not taken up before."""
        self._loop = asyncio.get_running_loop()
        board_changed.connect(self._on_board_changed)
        self._on_board_changed()

    def stop(self) -> None:
        board_changed.disconnect(self._on_board_changed)
        self._loop = None

    def begin_anew(self) -> None:
        """What was known of the log holds no more."""
        self.number = 0

    async def catch_up(self, number: int) -> None:
        """Let searches find everything up to `number`, which the follower knows.

        Raises Unavailable when the database does not answer.
        """
        # A log that began anew meanwhile may never come up to it.
        while self.number < min(number, self._follower.number):
            if not self._took_up_in_passing():
                await self._work.do("follow", self._follow)

    def _took_up_in_passing(self) -> bool:
        """Whether nothing that is known since has other words for search to find."""
        changes = self._follower.recent.since(self.number)
        if changes is None or any(change.has_new_words() for change in changes):
            return False
        self.number = self._follower.number
        return True

    async def _follow(self) -> bool:
        """Take up the next changes; whether that was all. The entries are put together while
        others may write."""
        restarts = self._follower.restarts
        batch = await threads.read(next_entries)
        stored = batch.is_empty or await threads.write(search_entries_store, batch)
        if stored and restarts == self._follower.restarts:
            self.number = max(self.number, batch.seq)
        return stored and batch.caught_up

    def _on_board_changed(self, **_: Any) -> None:
        """Runs in whichever thread committed the change."""
        if self._loop is not None and not self._is_due:
            self._is_due = True
            self._loop.call_soon_threadsafe(self._wake)

    def _wake(self) -> None:
        asyncio.get_running_loop().call_later(GATHER_SECONDS, self._begin)

    def _begin(self) -> None:
        if self._following is not None and not self._following.done():
            # It may have read all that it will.
            self._wake()
            return
        self._is_due = False
        self._following = asyncio.create_task(self._follow_to_the_end())

    async def _follow_to_the_end(self) -> None:
        try:
            while not await self._work.do("follow", self._follow):
                pass
        except Unavailable as error:
            # The next write brings it up again, and a search would not go without.
            log.warning("search_not_indexed", error=str(error.__cause__))
        except Exception as error:
            log.error("search_not_indexed", exc_info=error)
