"""Long polls of the change feed: requests that wait for the board's next change."""

import asyncio
from collections import Counter
from typing import Final

from django.utils.translation import gettext_lazy as _

from rip.adverts.feed.changes import Changes, Position, changes_after
from rip.adverts.feed.follower import BoardFollower, follower
from rip.core.database import threads
from rip.core.errors import TooMany, Unavailable
from rip.core.work.coalesce import SingleFlight

MOST_WAITING: Final = 1_000
MOST_OF_ONE_NETWORK: Final = 100
SECONDS_TO_COME_BACK: Final = 5


class LongPolls:
    """The requests of one process that wait. All that one change wakes share one read."""

    def __init__(self, follower: BoardFollower) -> None:
        self._follower = follower
        self._reads = SingleFlight()
        self._networks: Counter[str | None] = Counter()
        self._ended = False

    def start(self) -> None:
        """Let requests wait again after an `end`."""
        self._ended = False

    def end(self) -> None:
        """Let all who wait go, and nobody wait any more: the process is about to end."""
        self._ended = True
        self._follower.release()

    async def changes(
        self,
        position: Position,
        limit: int,
        seconds: float,
        left: "asyncio.Future[None]",
        network: str | None = None,
    ) -> Changes:
        """The changes after `position`; while there are none, wait at most `seconds` for some.

        Ends early when `left` is done: the client has gone. Raises Gone, and TooMany or Unavailable
        when too many of `network` or of all wait already.
        """
        page = await threads.read(changes_after, position, limit)
        if not page.caught_up or page.next > position.since or not seconds:
            return page
        self._check_places(network)
        if self._ended or not await self._grows(page.next, seconds, left, network):
            return page
        return await self._reads.do(
            (self._follower.number, position, limit),
            lambda: threads.read(changes_after, position, limit),
        )

    def _check_places(self, network: str | None) -> None:
        detail = _("Too many clients wait for changes already. Ask again without “wait”.")
        if network is not None and self._networks[network] >= MOST_OF_ONE_NETWORK:
            raise TooMany(detail, retry_after=SECONDS_TO_COME_BACK)
        if self._follower.waiting >= MOST_WAITING:
            raise Unavailable(detail, retry_after=SECONDS_TO_COME_BACK)

    async def _grows(
        self, number: int, seconds: float, left: "asyncio.Future[None]", network: str | None
    ) -> bool:
        """Wait until the log grows beyond `number`. False if it did not."""
        grown = self._follower.beyond(number)
        self._networks[network] += 1
        try:
            # Something may have been committed since the log was read.
            await self._follower.check()
            await asyncio.wait({grown, left}, timeout=seconds, return_when="FIRST_COMPLETED")
        finally:
            grown.cancel()
            self._networks[network] -= 1
            if not self._networks[network]:
                del self._networks[network]
        return self._follower.number > number


long_polls: Final = LongPolls(follower)
