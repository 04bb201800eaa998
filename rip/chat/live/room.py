"""A socket in a room, and the rule that gives it every message once and in order.

Each connection keeps its own position: the number of the last message it was given. A message goes
out directly when it has the next number; anything else makes the connection read the database from
its position on. Joining, resuming, a gap and a message of another process are all the same to it.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from rip.chat.live.socket import ChatSocket
from rip.chat.messages.drafts import Posted
from rip.chat.messages.log import messages_after
from rip.chat.protocol.frames import Plain
from rip.core.database import threads
from rip.support.models import Side

PAGE: Final = 200
SECONDS_BETWEEN_TYPING: Final = 2.0


@dataclass(eq=False, slots=True)
class LiveRoom:
    """A room as this process sees it: who is in it, and what it has last heard of it."""

    room_id: int
    newest: int = 0
    members: "set[RoomSocket]" = field(default_factory=set)
    # What typed members were last told, so that nothing is said twice.
    marks: dict[Side, int] = field(default_factory=dict)
    presence: tuple[bool, bool] | None = None
    _reads: "dict[int, asyncio.Task[list[Posted]]]" = field(default_factory=dict)

    async def page_after(self, seq: int) -> list[Posted]:
        """The next messages after `seq`; members that wait for the same ones share one read."""
        reading = self._reads.get(seq)
        # One that is done is old news: to wait for it again would take no time, and bring nothing.
        if reading is None or reading.done():
            work = threads.read(messages_after, room_id=self.room_id, seq=seq, count=PAGE)
            reading = self._reads[seq] = asyncio.create_task(work)
            reading.add_done_callback(lambda done: self._forget(seq, done))
        return await asyncio.shield(reading)

    def _forget(self, seq: int, done: "asyncio.Task[list[Posted]]") -> None:
        if self._reads.get(seq) is done:
            del self._reads[seq]
        if not self._reads:
            # A dictionary that was used once keeps its room for good.
            self._reads = {}


@dataclass(eq=False, slots=True, kw_only=True)
class RoomSocket(ChatSocket):
    """One socket in one room.

    While `live`, the next message is queued as it comes; otherwise the socket is being brought up
    to date by reading.
    """

    feed: LiveRoom
    side: Side
    mode: Plain
    position: int
    on_read: Callable[["RoomSocket", int], None]
    live: bool = False
    marked: int = 0
    _typed_at: float = 0.0

    def take(self, message: Posted, frame: str, wire: bytes) -> None:
        """Send a message that was just committed, if it is the next one."""
        if self.live and message.seq == self.position + 1:
            self.position = message.seq
            if self.offer(frame, wire):
                self._count_as_read()
        else:
            self.look_up(message.seq)

    def look_up(self, newest: int) -> None:
        """Read the database if `newest` is beyond what this connection has."""
        if self.live and newest > self.position:
            self.live = False
            self.wake()

    def may_type(self) -> bool:
        """Whether this client's typing is news again."""
        now = time.monotonic()
        if now - self._typed_at < SECONDS_BETWEEN_TYPING:
            return False
        self._typed_at = now
        return True

    async def prepare(self) -> bool:
        if not self.live:
            await self._catch_up()
            return True
        self._count_as_read()
        return False

    def _count_as_read(self) -> None:
        """In plain mode there is no frame that says "read": what was sent counts as read."""
        if not self.mode.typed and self.position > self.marked:
            self.marked = self.position
            self.on_read(self, self.position)

    async def _catch_up(self) -> None:
        page = await self.feed.page_after(self.position)
        for message in page:
            if message.seq > self.position:
                await self.send(self.mode.message(message.frame))
                self.position = message.seq
        self.feed.newest = max(self.feed.newest, self.position)
        # No await between this look and going live, so no message can fall between the two.
        self.live = len(page) < PAGE and self.feed.newest <= self.position
