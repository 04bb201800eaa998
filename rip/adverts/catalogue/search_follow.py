"""The search entries follow the log: before a search that needs it, and soon after writes.

A search that starts after a write was acknowledged finds what was written, in any process; what was
written since the last search is taken up all at once.
"""

import asyncio
from typing import Final

import structlog

from rip.adverts.catalogue.search_index import next_entries, search_entries_store
from rip.adverts.feed.follower import BoardFollower
from rip.core.database import threads
from rip.core.errors import Unavailable
from rip.core.work.coalesce import SingleFlight

log = structlog.get_logger(__name__)

# So long writes are collected when nobody searches.
COLLECT_SECONDS: Final = 0.25


class SearchFollower:
    """The search index as one process knows it: right for searches up to `number`."""

    def __init__(self, follower: BoardFollower) -> None:
        self.number = 0
        self._follower = follower
        self._work = SingleFlight()
        self._is_scheduled = False
        self._following: asyncio.Task[None] | None = None
        follower.subscribe(on_restart=self._on_restart, on_written=self._schedule)

    def start(self) -> None:
        """Take up soon what was written before this process began."""
        self._is_scheduled = False
        self._schedule()

    def _on_restart(self) -> None:
        self.number = 0

    async def catch_up(self, number: int) -> None:
        """Let searches find everything up to `number`, which the follower knows.

        Raises Unavailable when the database does not answer.
        """
        # A log that began anew meanwhile may never come up to it.
        while self.number < min(number, self._follower.number):
            if not self._skip_known():
                await self._work.do("follow", self._follow)

    def _skip_known(self) -> bool:
        """Skip the changes that are known. False if one has new words for search to find."""
        changes = self._follower.recent.since(self.number)
        if changes is None or any(change.has_new_words() for change in changes):
            return False
        self.number = self._follower.number
        return True

    async def _follow(self) -> bool:
        """Take up the next changes; True if that was all. Others may write while the entries are
        put together."""
        restarts = self._follower.restarts
        batch = await threads.read(next_entries)
        stored = batch.is_empty or await threads.write(search_entries_store, batch)
        if stored and restarts == self._follower.restarts:
            self.number = max(self.number, batch.seq)
        return stored and batch.caught_up

    def _schedule(self) -> None:
        if not self._is_scheduled:
            self._is_scheduled = True
            self._begin_later()

    def _begin_later(self) -> None:
        asyncio.get_running_loop().call_later(COLLECT_SECONDS, self._begin)

    def _begin(self) -> None:
        if self._following is not None and not self._following.done():
            # It may have read all that it will.
            self._begin_later()
            return
        self._is_scheduled = False
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
