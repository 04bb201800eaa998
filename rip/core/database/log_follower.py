"""Following a numbered log: each change of it is learned once for all in this process."""

import abc
from typing import ClassVar, Final, Generic, Protocol, TypeVar

import structlog
from django.db import models

from rip.core.database import threads
from rip.core.database.inline_reads import InlineReader
from rip.core.database.last_numbers import LastNumbers, Look
from rip.core.work.coalesce import SingleFlight

log = structlog.get_logger(__name__)

# So many changes are read on the event loop; more of them in a thread.
MOST_INLINE: Final = 100
# So many at a time, so that subscribers can follow; behind more in all, everything begins anew.
MOST_READ: Final = 1_000
MOST_FOLLOWED: Final = 50_000


class Numbered(Protocol):
    """A change of a log."""

    @property
    def seq(self) -> int: ...


C = TypeVar("C", bound=Numbered)


class LogFollower(abc.ABC, Generic[C]):
    """Knows every change of a log up to `number`. It catches up when somebody reads.

    Each change is given to `take_up` once, in order. `begin` says that changes were missed, so
    that nothing derived from the log holds.
    """

    log: ClassVar[type[models.Model]]
    """The table whose one row has the log's last number."""

    def __init__(self, look: Look | None = None) -> None:
        """Followers that are given the same look share it."""
        self.restarts = 0
        self.look = look if look is not None else Look()
        self._index = self.look.include(self.log)
        self._begun = False
        self._reading = SingleFlight()

    @property
    def inline(self) -> InlineReader | None:
        """Reads on the event loop, where the database can be read there."""
        return self.look.reader

    @property
    @abc.abstractmethod
    def number(self) -> int:
        """The last number known."""

    @abc.abstractmethod
    def read_inline(self, known: int, most: int) -> list[C]:
        """Read at most so many changes after `known` on the event loop; none if it can't."""

    @abc.abstractmethod
    def read_changes(self, known: int, limit: int) -> list[C]:
        """Read at most `limit` changes after `known`, in a database thread."""

    @abc.abstractmethod
    def take_up(self, changes: list[C]) -> None:
        """Know these changes, too: they follow `number`."""

    @abc.abstractmethod
    def begin(self, number: int) -> None:
        """Know nothing but this number."""

    async def catch_up(self, looked: LastNumbers | None = None) -> int:
        """Know everything that was committed before this was called; return the number known.

        `looked` is what a look of the same request has read, which then counts as the time of the
        call. Raises Unavailable when the database does not answer.
        """
        number = (looked or await self.look.read())[self._index]
        while (
            not self._begun
            or number > self.number
            or (number < self.number and await self._was_reset())
        ):
            if not self._follow_inline(number):
                await self._reading.do("changes", self._follow)
        return self.number

    def is_at(self, looked: LastNumbers) -> bool:
        """True if there is nothing to catch up with."""
        return self._begun and looked[self._index] == self.number

    def _follow_inline(self, number: int) -> bool:
        """Follow the log up to `number` on the event loop. False if that is not possible."""
        known = self.number
        if self.inline is None or not (self._begun and 0 < number - known <= MOST_INLINE):
            return False
        return self._follow_up(self.read_inline(known, MOST_INLINE), number)

    async def _was_reset(self) -> bool:
        """True if the log began anew. Else a lower number is one that was read earlier."""
        return (await threads.check(self.look.execute))[self._index] < self.number

    async def _follow(self) -> None:
        known, begun = self.number, self._begun
        # Nothing is derived from the log before the first look, so older changes do not matter.
        limit = MOST_READ if begun else 0
        number, changes = await threads.read(self._number_and_changes, known, limit)
        if known != self.number or begun != self._begun:
            return
        if number - known <= MOST_FOLLOWED:
            reach = changes[-1].seq if changes and len(changes) == limit else number
            if self._follow_up(changes, reach):
                return
        if number != known or not begun:
            self._begin(number)

    def _number_and_changes(self, known: int, limit: int) -> tuple[int, list[C]]:
        """The log's number, and the changes after `known`: unless there are too many, up to that
        number or beyond it."""
        return self.look.execute()[self._index], self.read_changes(known, limit)

    def _follow_up(self, changes: list[C], number: int) -> bool:
        """Know these changes too. False if they do not follow what is known up to `number`."""
        known = self.number
        whole = bool(changes) and changes[0].seq == known + 1 and changes[-1].seq >= number
        if not whole or changes[-1].seq - known != len(changes):
            return False
        self.take_up(changes)
        return True

    def _begin(self, number: int) -> None:
        if self._begun:
            log.info(
                "log_follower_restarts",
                log=self.log._meta.model_name,
                known=self.number,
                number=number,
            )
        self._begun = True
        self.restarts += 1
        self.begin(number)

    def close(self) -> None:
        """Close the connection for inline reads."""
        self.look.close()
