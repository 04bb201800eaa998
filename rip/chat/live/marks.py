"""Read marks on their way to the database: many go together, and wait while it is away."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, Final

import structlog

from rip.chat.kinds import RoomKind
from rip.chat.messages import read_marks
from rip.chat.messages.read_marks import Mark
from rip.core.database import threads
from rip.core.errors import Unavailable

log = structlog.get_logger(__name__)

SECONDS_BETWEEN_MARKS: Final = 0.25

# Called with a mark that has moved: the room, the side, and where it is now.
Moved = Callable[[int, str, int], None]
Spawn = Callable[[Coroutine[Any, Any, None]], None]


class MarkQueue:
    """The marks of a hub that are still to be stored: of each side of a room the highest."""

    def __init__(self, kind: RoomKind, moved: Moved, spawn: Spawn) -> None:
        self._kind = kind
        self._moved = moved
        self._spawn = spawn
        self._waiting: dict[Mark, int] = {}
        self._storing = False
        self._stopping = False

    def start(self) -> None:
        self._stopping = False
        if self._waiting:
            self._store_soon()

    def begin_stop(self) -> None:
        """Leave what waits, and what is still put, to `flush`."""
        self._stopping = True

    async def flush(self) -> None:
        """Store what waits; if the database is away it goes on waiting."""
        try:
            await self._store()
        except Unavailable as error:
            log.warning("read_marks_not_stored", error=str(error.__cause__))

    def put(self, mark: Mark, seq: int) -> None:
        """Store a mark at once, or together with others while many come."""
        self._wait(mark, seq)
        self._store_soon()

    async def store(self, mark: Mark, seq: int) -> None:
        """Store a mark and return when it is stored.

        Raises Unavailable if the database is away; the mark goes on waiting all the same.
        """
        self._wait(mark, seq)
        try:
            await self._store()
        except Unavailable:
            self._store_soon()
            raise

    def _wait(self, mark: Mark, seq: int) -> None:
        self._waiting[mark] = max(seq, self._waiting.get(mark, 0))

    def _store_soon(self) -> None:
        if not self._storing and not self._stopping:
            self._storing = True
            self._spawn(self._store_while_any_wait())

    async def _store_while_any_wait(self) -> None:
        try:
            await asyncio.sleep(0)
            while self._waiting and not self._stopping:
                await self.flush()
                await asyncio.sleep(SECONDS_BETWEEN_MARKS)
        finally:
            self._storing = False

    async def _store(self) -> None:
        marks, self._waiting = self._waiting, {}
        if not marks:
            return
        try:
            moved = await threads.write(read_marks.read_marks_advance, kind=self._kind, marks=marks)
        except Unavailable:
            for mark, seq in marks.items():
                self._wait(mark, seq)
            raise
        for (room_id, side), seq in moved.items():
            self._moved(room_id, side, seq)
