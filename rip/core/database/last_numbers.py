"""The last numbers of the logs that this process follows, all read by one statement."""

from typing import Final, TypeAlias

from django.db import connection, models

from rip.core.database import threads
from rip.core.database.inline_reads import inline_reader
from rip.core.work.coalesce import CoalescedCheck

LastNumbers: TypeAlias = tuple[int, ...]
"""The number of each log, by the index that `include` has given to it."""


class Look:
    """A look at the last numbers, which whoever responds to a request takes first.

    On SQLite it is read inline. Elsewhere callers that come while a look is under way share the
    next one, so each gets numbers that were read after the call.
    """

    def __init__(self) -> None:
        self._logs: list[type[models.Model]] = []
        self.reader = inline_reader()
        self._shared = CoalescedCheck(lambda: threads.check(self.execute))
        self._statement = ""

    def include(self, log: type[models.Model]) -> int:
        """Look at this log, too: at the `last_seq` of its one row. Return its index."""
        if log not in self._logs:
            self._logs.append(log)
            numbers = (
                f"(SELECT last_seq FROM {one._meta.db_table} WHERE id = 1)"  # noqa: S608
                for one in self._logs
            )
            self._statement = f"SELECT {', '.join(numbers)}"
        return self._logs.index(log)

    def inline(self) -> LastNumbers | None:
        """The numbers now; None if only `read` can tell."""
        if self.reader is None:
            return None
        rows = self.reader.rows(self._statement)
        return _without_gaps(rows[0]) if rows else None

    async def read(self) -> LastNumbers:
        """The numbers now. Raises Unavailable when the database does not answer."""
        numbers = self.inline()
        return numbers if numbers is not None else await self._shared.result()

    def execute(self) -> LastNumbers:
        """The numbers, in a database thread."""
        with connection.cursor() as cursor:
            cursor.execute(self._statement)
            return _without_gaps(cursor.fetchone() or ())

    def close(self) -> None:
        """Close the connection for inline reads."""
        if self.reader is not None:
            self.reader.close()


def _without_gaps(row: tuple[int | None, ...]) -> LastNumbers:
    """A log without its row has no numbers yet."""
    return row if None not in row else tuple(one or 0 for one in row)  # type: ignore[return-value]


look: Final = Look()
