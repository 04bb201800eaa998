"""The one follower of the board's log, and those who wait for a number of it."""

import asyncio
import contextvars
from collections.abc import Callable
from typing import Any, Final

import msgspec
import structlog

from rip.adverts.feed.recent_changes import Change, RecentChanges
from rip.adverts.listing.listing import Values
from rip.adverts.models import AdvertChange, AdvertLog
from rip.adverts.writing.log import board_changed
from rip.core.database.last_numbers import Look, look
from rip.core.database.log_follower import LogFollower
from rip.core.errors import Unavailable

log = structlog.get_logger(__name__)

# Other processes write to the log too, and do not say so.
CHECK_SECONDS: Final = 0.8

_CHANGES: Final = (
    f"SELECT seq, advert_id, before, after FROM {AdvertChange._meta.db_table}"  # noqa: S608
    " WHERE seq > ? ORDER BY seq LIMIT ?"
)


class BoardFollower(LogFollower[Change]):
    """Follows the board's log, and tells its subscribers what it learns.

    While somebody waits for a number, it also catches up when this process has committed a change,
    and every CHECK_SECONDS.
    """

    log = AdvertLog

    def __init__(self, look: Look | None = None) -> None:
        super().__init__(look)
        self.recent = RecentChanges()
        self._on_changes: list[Callable[[list[Change]], None]] = []
        self._on_restart: list[Callable[[], None]] = []
        self._on_written: list[Callable[[], None]] = []
        self._waiting: dict[asyncio.Future[None], int] = {}
        self._checks: set[asyncio.Task[None]] = set()
        self._regular_checks: asyncio.Task[None] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._is_woken = False

    @property
    def number(self) -> int:
        return self.recent.last

    @property
    def waiting(self) -> int:
        """The number of those who wait."""
        return len(self._waiting)

    def subscribe(
        self,
        *,
        on_changes: Callable[[list[Change]], None] | None = None,
        on_restart: Callable[[], None] | None = None,
        on_written: Callable[[], None] | None = None,
    ) -> None:
        """Have these called on the event loop.

        `on_changes` gets each change once, in order, before anybody reads what it changed.
        `on_restart` says that changes were missed: nothing that is known of the board holds.
        `on_written` says that this process has committed something since the last call.
        """
        self._on_changes += [on_changes] if on_changes is not None else []
        self._on_restart += [on_restart] if on_restart is not None else []
        self._on_written += [on_written] if on_written is not None else []

    def start(self) -> None:
        """Hear of what this process commits, from now on."""
        self._loop = asyncio.get_running_loop()
        self._is_woken = False
        board_changed.connect(self._on_board_changed)

    def stop(self) -> None:
        board_changed.disconnect(self._on_board_changed)
        self._loop = None
        self.release()

    # Catching up

    def read_inline(self, known: int, most: int) -> list[Change]:
        rows = self.inline.rows(_CHANGES, (known, most)) if self.inline is not None else None
        return [
            Change(seq, advert_id, _decoded(before), _decoded(after))
            for seq, advert_id, before, after in rows or ()
        ]

    def read_changes(self, known: int, limit: int) -> list[Change]:
        rows = AdvertChange.objects.filter(seq__gt=known).order_by("seq")
        return [
            Change(seq, advert_id, _values(before), _values(after))
            for seq, advert_id, before, after in rows.values_list(
                "seq", "advert_id", "before", "after"
            )[:limit]
        ]

    def take_up(self, changes: list[Change]) -> None:
        self.recent.add(changes)
        for tell in self._on_changes:
            tell(changes)
        self.wake()

    def begin(self, number: int) -> None:
        self.recent.begin(number)
        for tell in self._on_restart:
            tell()
        self.wake()

    # Waiting

    def beyond(self, number: int) -> "asyncio.Future[None]":
        """A future that is done when a number after `number` is known, or on `release`.

        What was committed before this was called counts from the next `check`. Cancel the future
        to wait no longer.
        """
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting[waiter] = number
        waiter.add_done_callback(lambda done: self._waiting.pop(done, None))
        if self._regular_checks is None or self._regular_checks.done():
            self._regular_checks = asyncio.create_task(
                self._check_regularly(), context=contextvars.Context()
            )
        return waiter

    def release(self) -> None:
        """Let all who wait go."""
        for waiter in list(self._waiting):
            if not waiter.done():
                waiter.set_result(None)

    async def check(self) -> None:
        """Catch up for those who wait. While the database is away they go on waiting."""
        try:
            await self.catch_up()
        except Unavailable as error:
            log.warning("log_not_checked", error=str(error.__cause__))

    async def _check_regularly(self) -> None:
        while self._waiting:
            await asyncio.sleep(CHECK_SECONDS)
            await self.check()

    def wake(self) -> None:
        """Let those go whose number is known."""
        for waiter, number in list(self._waiting.items()):
            if number < self.number and not waiter.done():
                waiter.set_result(None)

    def _on_board_changed(self, **_: Any) -> None:
        """Runs in whichever thread committed the change."""
        if self._loop is not None and not self._is_woken:
            self._is_woken = True
            # A context of its own: what is logged there is not about one request.
            self._loop.call_soon_threadsafe(self._tell_written, context=contextvars.Context())

    def _tell_written(self) -> None:
        self._is_woken = False
        for tell in self._on_written:
            tell()
        if self._waiting:
            check = asyncio.create_task(self.check())
            self._checks.add(check)
            check.add_done_callback(self._checks.discard)


def _values(logged: dict[str, object] | None) -> Values | None:
    return Values.of(logged) if logged is not None else None


def _decoded(logged: str | None) -> Values | None:
    return _values(msgspec.json.decode(logged)) if logged is not None else None


follower: Final = BoardFollower(look)
