"""Long polls of the change feed: requests that wait for the board's next change."""

import asyncio
from typing import Final

from django.utils.translation import gettext_lazy as _

from rip.adverts.feed.changes import Changes, Position, changes_after
from rip.adverts.feed.follower import BoardFollower, follower
from rip.core.database import threads
from rip.core.errors import Unavailable
from rip.core.work.coalesce import SingleFlight

MOST_WAITING: Final = 1_000


class LongPolls:
    """The requests of one process that wait. All that one change wakes share one read."""

    def __init__(self, follower: BoardFollower) -> None:
        self._follower = follower
        self._reads = SingleFlight()
        self._ended = False

    def start(self) -> None:
        """Let requests wait again after an `end`."""
        self._ended = False

    def end(self) -> None:
        """Let all who wait go, and nobody wait any more: the process is about to end."""
        self._ended = True
        self._follower.release()

    async def changes(
        self, position: Position, limit: int, seconds: float, left: "asyncio.Future[None]"
    ) -> Changes:
        """The changes after `position`; while there are none, wait at most `seconds` for some.

        Ends early when `left` is done: the client has gone. Raises Gone, and Unavailable when too
        many wait already.
        """
        page = await threads.read(changes_after, position, limit)
        if not page.caught_up or page.next > position.since or not seconds:
            return page
        if self._follower.waiting >= MOST_WAITING:
            detail = _("Too many clients wait for changes already. Ask again without “wait”.")
            raise Unavailable(detail, retry_after=5)
        if self._ended or not await self._grows(page.next, seconds, left):
            return page
        return await self._reads.do(
            (self._follower.number, position, limit),
            lambda: threads.read(changes_after, position, limit),
        )

    async def _grows(self, number: int, seconds: float, left: "asyncio.Future[None]") -> bool:
        """Wait until the log grows beyond `number`. False if it did not."""
        grown = self._follower.beyond(number)
        try:
            # Something may have been committed since the log was read.
            await self._follower.check()
            await asyncio.wait({grown, left}, timeout=seconds, return_when="FIRST_COMPLETED")
        finally:
            grown.cancel()
        return self._follower.number > number


long_polls: Final = LongPolls(follower)
