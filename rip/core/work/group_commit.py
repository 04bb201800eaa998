"""A moment in which those who were just answered may go on, before the next transaction begins.

People who wait for each answer before they write again would part into two halves, one of which
arrives while the other is stored: each would be stored in turn, at twice as many commits.
"""

import asyncio
from typing import Final

# A commit costs as much as dozens of rows. An event loop keeps no shorter times.
SECONDS: Final = 0.001


class Gathering:
    """For one who stores what waits, in groups of at most `most`."""

    def __init__(self, most: int) -> None:
        self._most = most
        # How many are enough to go on with; 0 while nobody gathers.
        self._enough = 0
        self._over: asyncio.Future[None] | None = None

    def arrived(self, waiting: int) -> None:
        """Must be told of each arrival how many wait now."""
        if waiting == self._enough:
            self.end()

    async def of(self, waiting: int, *, answered: int) -> None:
        """After `answered` were answered, give them a moment to join those who wait.

        Where nobody waits, nothing is awaited: who writes alone is not held up.
        """
        if not 0 < waiting < self._most:
            return
        loop = asyncio.get_running_loop()
        self._over = loop.create_future()
        self._enough = min(waiting + answered, self._most)
        timer = loop.call_later(SECONDS, self.end)
        await self._over
        timer.cancel()
        self._enough = 0

    def end(self) -> None:
        """Go on at once, if anybody gathers."""
        if self._over is not None and not self._over.done():
            self._over.set_result(None)
