"""The one follower of the board's log: learns each change once for all in this process."""

import asyncio
import contextvars
from collections.abc import Callable
from typing import Any, Final

import msgspec
import structlog
from django.db import connection

from rip.adverts.feed.recent_changes import Change, RecentChanges
from rip.adverts.listing.listing import Values
from rip.adverts.models import AdvertChange, AdvertLog
from rip.adverts.writing.log import board_changed
from rip.core.database import threads
from rip.core.database.inline_reads import inline_reader
from rip.core.errors import Unavailable
from rip.core.work.coalesce import CoalescedCheck, SingleFlight

log = structlog.get_logger(__name__)

# Other processes write to the log too, and do not say so.
CHECK_SECONDS: Final = 0.8
# So many changes are read on the event loop; more of them in a thread.
MOST_INLINE: Final = 100
# So many at a time, so that subscribers can follow; behind more in all, everything begins anew.
MOST_READ: Final = 1_000
MOST_FOLLOWED: Final = 50_000

_LAST_NUMBER: Final = f"SELECT last_seq FROM {AdvertLog._meta.db_table} WHERE id = 1"  # noqa: S608
_CHANGES: Final = (
    f"SELECT seq, advert_id, before, after FROM {AdvertChange._meta.db_table}"  # noqa: S608
    " WHERE seq > ? ORDER BY seq LIMIT ?"
)


class LogFollower:
    """Knows every change of the board up to `number`, and tells its subscribers.

    It catches up when somebody reads. While somebody waits for a number, it also does when this
    process has committed a change, and every CHECK_SECONDS.
    """

    def __init__(self) -> None:
        self.recent = RecentChanges()
        self.restarts = 0
        self.inline = inline_reader()
        self._begun = False
        self._on_changes: list[Callable[[list[Change]], None]] = []
        self._on_restart: list[Callable[[], None]] = []
        self._on_written: list[Callable[[], None]] = []
        self._last_number = CoalescedCheck(lambda: threads.check(_last_number))
        self._reading = SingleFlight()
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

    def close(self) -> None:
        """Close the connection for inline reads."""
        if self.inline is not None:
            self.inline.close()

    # Catching up

    async def catch_up(self) -> int:
        """Know everything that was committed before this was called; return the number known.

        Raises Unavailable when the database does not answer.
        """
        number = self._last_number_inline()
        if number is None:
            number = await self._last_number.result()
        while (
            not self._begun
            or number > self.number
            or (number < self.number and await self._was_reset())
        ):
            if not self._read_inline(number):
                await self._reading.do("changes", self._read)
        return self.number

    def _last_number_inline(self) -> int | None:
        rows = self.inline.rows(_LAST_NUMBER) if self.inline is not None else None
        return None if rows is None else int(rows[0][0]) if rows else 0

    def _read_inline(self, number: int) -> bool:
        """Read the changes up to `number` on the event loop. False if that is not possible."""
        known = self.number
        if self.inline is None or not (self._begun and 0 < number - known <= MOST_INLINE):
            return False
        rows = self.inline.rows(_CHANGES, (known, MOST_INLINE))
        changes = [
            Change(seq, advert_id, _decoded(before), _decoded(after))
            for seq, advert_id, before, after in rows or ()
        ]
        return self._take_up(changes, number)

    async def _was_reset(self) -> bool:
        """True if the log began anew. Else a lower number is one that was read earlier."""
        return await threads.check(_last_number) < self.number

    async def _read(self) -> None:
        known, begun = self.number, self._begun
        # Nothing is derived from the board before the first look, so older changes do not matter.
        limit = MOST_READ if begun else 0
        number, changes = await threads.read(_changes_after, known, limit)
        if known != self.number or begun != self._begun:
            return
        if number - known <= MOST_FOLLOWED:
            reach = changes[-1].seq if changes and len(changes) == limit else number
            if self._take_up(changes, reach):
                return
        if number != known or not begun:
            self._begin(number)

    def _take_up(self, changes: list[Change], number: int) -> bool:
        """Know these changes too. False if they do not follow what is known up to `number`."""
        known = self.number
        whole = bool(changes) and changes[0].seq == known + 1 and changes[-1].seq >= number
        if not whole or changes[-1].seq - known != len(changes):
            return False
        self.recent.add(changes)
        for tell in self._on_changes:
            tell(changes)
        self.wake()
        return True

    def _begin(self, number: int) -> None:
        """Know nothing but this number."""
        if self._begun:
            log.info("log_follower_restarts", known=self.number, number=number)
        self.recent.begin(number)
        self._begun = True
        self.restarts += 1
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


def _last_number() -> int:
    with connection.cursor() as cursor:
        cursor.execute(_LAST_NUMBER)
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def _changes_after(known: int, limit: int) -> tuple[int, list[Change]]:
    """The log's number, and the changes after `known`: unless there are too many, up to that
    number or beyond it."""
    number = _last_number()
    rows = AdvertChange.objects.filter(seq__gt=known).order_by("seq")
    changes = [
        Change(seq, advert_id, _values(before), _values(after))
        for seq, advert_id, before, after in rows.values_list(
            "seq", "advert_id", "before", "after"
        )[:limit]
    ]
    return number, changes


def _values(logged: dict[str, object] | None) -> Values | None:
    return Values.of(logged) if logged is not None else None


def _decoded(logged: str | None) -> Values | None:
    return _values(msgspec.json.decode(logged)) if logged is not None else None


follower: Final = LogFollower()
