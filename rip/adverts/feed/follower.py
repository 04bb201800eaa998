"""Following the board's log: what its number is now, and what has changed since the last look."""

from collections.abc import Callable
from typing import Final

import msgspec
import structlog
from django.db import connection

from rip.adverts.feed.recent_changes import Change, RecentChanges
from rip.adverts.listing.listing import Values
from rip.adverts.models import AdvertChange, AdvertLog
from rip.core.database import threads
from rip.core.database.inline_reads import InlineReader
from rip.core.work.coalesce import CoalescedCheck, SingleFlight

log = structlog.get_logger(__name__)

# So many changes are read on the event loop; more of them in a thread.
MOST_AT_A_GLANCE: Final = 100
# So many at a time, so that what follows them can keep up; of more in all one begins anew.
MOST_READ: Final = 1_000
MOST_FOLLOWED: Final = 50_000

_LAST_NUMBER: Final = f"SELECT last_seq FROM {AdvertLog._meta.db_table} WHERE id = 1"  # noqa: S608
_CHANGES: Final = (
    f"SELECT seq, advert_id, before, after FROM {AdvertChange._meta.db_table}"  # noqa: S608
    " WHERE seq > ? ORDER BY seq LIMIT ?"
)


class LogFollower:
    """Knows every change of the board up to `number`.

    `on_changes` is told what changed, before anybody is answered by it; `on_restart` that what
    changed is not known, so that nothing that was remembered holds.
    """

    def __init__(
        self,
        on_changes: Callable[[list[Change]], None],
        on_restart: Callable[[], None],
        glance: InlineReader | None,
    ) -> None:
        self.recent = RecentChanges()
        self.restarts = 0
        self._begun = False
        self._on_changes = on_changes
        self._on_restart = on_restart
        self._shared_check = CoalescedCheck(lambda: threads.check(_last_number))
        self._shared_work = SingleFlight()
        self._glance = glance

    @property
    def number(self) -> int:
        return self.recent.last

    async def catch_up(self) -> int:
        """Know everything that was committed before this was called; return the number known.

        Raises Unavailable when the database does not answer.
        """
        number = self._number_at_a_glance()
        if number is None:
            number = await self._shared_check.answer()
        while (
            not self._begun
            or number > self.number
            or (number < self.number and await self._was_reset())
        ):
            if not self._took_few(number):
                await self._shared_work.do("read", self._read_changes)
        return self.number

    def _number_at_a_glance(self) -> int | None:
        rows = self._glance.rows(_LAST_NUMBER) if self._glance is not None else None
        return None if rows is None else int(rows[0][0]) if rows else 0

    def _took_few(self, number: int) -> bool:
        """Take the changes up to `number` on the event loop, if they are few."""
        known = self.number
        if self._glance is None or not (self._begun and 0 < number - known <= MOST_AT_A_GLANCE):
            return False
        rows = self._glance.rows(_CHANGES, (known, MOST_AT_A_GLANCE))
        changes = [
            Change(seq, advert_id, _decoded(before), _decoded(after))
            for seq, advert_id, before, after in rows or ()
        ]
        return self._took(changes, number)

    async def _was_reset(self) -> bool:
        """Numbers only grow; a lower one is an older answer, unless the log began anew."""
        return await threads.check(_last_number) < self.number

    async def _read_changes(self) -> None:
        known, begun = self.number, self._begun
        # What was before the first look is of no interest: nothing is remembered yet.
        limit = MOST_READ if begun else 0
        number, changes = await threads.read(_changes_after, known, limit)
        if known != self.number or begun != self._begun:
            return
        if number - known <= MOST_FOLLOWED:
            reach = changes[-1].seq if changes and len(changes) == limit else number
            if self._took(changes, reach):
                return
        if number != known or not begun:
            if begun:
                log.info("catalogue_begins_anew", known=known, number=number)
            self.recent.begin(number)
            self._begun = True
            self.restarts += 1
            self._on_restart()

    def _took(self, changes: list[Change], number: int) -> bool:
        """Know these changes too, if they follow what is known and reach `number`."""
        known = self.number
        whole = bool(changes) and changes[0].seq == known + 1 and changes[-1].seq >= number
        if not whole or changes[-1].seq - known != len(changes):
            return False
        self.recent.add(changes)
        self._on_changes(changes)
        return True

    def close(self) -> None:
        if self._glance is not None:
            self._glance.close()


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
