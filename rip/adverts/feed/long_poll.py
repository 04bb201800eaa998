"""Followers who wait for the board's next change.

A change that commits in this process wakes them at once. Changes of other processes are found by
one look at the log a second, which all who wait share, and nobody takes while nobody waits.
"""

import asyncio
import contextvars
import threading
import time
from typing import Any, Final

import structlog
from django.utils.translation import gettext_lazy as _

from rip.adverts.feed.changes import Changes, Position, changes_after
from rip.adverts.models import AdvertLog
from rip.adverts.writing.log import board_changed
from rip.core.database import threads
from rip.core.errors import Unavailable

log = structlog.get_logger(__name__)

MOST_WAITING: Final = 1_000
CHECK_SECONDS: Final = 0.8


class Followers:
    """The followers of one process."""

    def __init__(self) -> None:
        self._newest = 0
        self._newest_lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._waiting: set[asyncio.Future[None]] = set()
        self._reads: dict[tuple[int, Position, int], asyncio.Task[Changes]] = {}
        self._checking: asyncio.Task[None] | None = None
        self._ended = False

    def start(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._ended = False
        board_changed.connect(self._on_board_changed)

    def stop(self) -> None:
        board_changed.disconnect(self._on_board_changed)
        self.end()

    def end(self) -> None:
        """Let all who wait go, and nobody wait any more: the process is about to end."""
        self._ended = True
        self._wake()

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
        if len(self._waiting) >= MOST_WAITING:
            detail = _("Too many clients wait for changes already. Ask again without “wait”.")
            raise Unavailable(detail, retry_after=5)
        await self._news(page.next, seconds, left)
        if self._newest <= page.next:
            return page
        newest = self._newest
        page = await self._shared(position, limit)
        if page.caught_up and page.next < newest:
            # Only a log that began anew is behind a number that was committed.
            self._newest = page.next
        return page

    async def _news(self, known: int, seconds: float, left: "asyncio.Future[None]") -> None:
        """Wait until there is a number after `known`."""
        until = time.monotonic() + seconds
        while self._newest <= known and not self._ended and not left.done():
            pause = until - time.monotonic()
            if pause <= 0:
                return
            woken = asyncio.get_running_loop().create_future()
            self._waiting.add(woken)
            if self._checking is None or self._checking.done():
                self._checking = asyncio.create_task(
                    self._check_regularly(), context=contextvars.Context()
                )
            try:
                await asyncio.wait(
                    {woken, left}, timeout=pause, return_when=asyncio.FIRST_COMPLETED
                )
            finally:
                self._waiting.discard(woken)

    async def _shared(self, position: Position, limit: int) -> Changes:
        """One read for all who were woken by the same number and stand at the same place."""
        key = (self._newest, position, limit)
        reading = self._reads.get(key)
        if reading is None:
            reading = asyncio.create_task(threads.read(changes_after, position, limit))
            self._reads[key] = reading
            reading.add_done_callback(lambda _: self._reads.pop(key, None))
        return await asyncio.shield(reading)

    def _on_board_changed(self, seq: int, **_: Any) -> None:
        """Runs in whichever thread committed the change."""
        self._note(seq)
        if self._waiting and self._loop is not None:
            self._loop.call_soon_threadsafe(self._wake)

    def _note(self, seq: int) -> None:
        with self._newest_lock:
            self._newest = max(self._newest, seq)

    def _wake(self) -> None:
        for woken in self._waiting:
            if not woken.done():
                woken.set_result(None)

    async def _check_regularly(self) -> None:
        while self._waiting:
            await asyncio.sleep(CHECK_SECONDS)
            try:
                newest = await threads.read(_newest)
            except Unavailable as error:
                log.warning("board_check_failed", error=str(error.__cause__))
                continue
            if newest > self._newest:
                self._note(newest)
                self._wake()


def _newest() -> int:
    return AdvertLog.objects.get().last_seq


followers = Followers()
