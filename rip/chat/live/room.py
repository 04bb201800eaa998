"""A socket in a room, and the rule that gives it every message once and in order.

Each member keeps its own position: the number of the last message it was given. A message goes
out directly when it has the next number; anything else makes the member read the database from
its position on. Joining, resuming, a gap and a message of another process are all the same to it.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from rip.accounts.models import User
from rip.chat.kinds import RoomKind
from rip.chat.live.socket import ChatSocket
from rip.chat.messages.drafts import Posted
from rip.chat.messages.log import messages_after
from rip.chat.protocol.frames import Plain
from rip.core.database import threads
from rip.core.work.coalesce import SingleFlight

READ_AT_ONCE: Final = 200
SECONDS_BETWEEN_TYPING: Final = 2.0


@dataclass(eq=False, slots=True)
class LiveRoom:
    """A room as this process sees it: its members, and the newest number this process heard of.

    `reads` is shared by all rooms of a hub, so that an idle room costs no dictionary.
    """

    kind: RoomKind
    reads: SingleFlight
    room_id: int
    newest: int = 0
    members: "set[RoomSocket]" = field(default_factory=set)
    # The last news of typed members, so that nothing is said twice.
    marks: dict[str, int] = field(default_factory=dict)
    presence: tuple[bool, bool] | None = None

    async def page_after(self, seq: int) -> list[Posted]:
        """Return the next messages after `seq`. Members that wait for the same share a read."""
        return await self.reads.do((self.room_id, seq), lambda: self.read_after(seq))

    async def read_after(self, seq: int) -> list[Posted]:
        """The same, by a read of its own."""
        return await threads.read(
            messages_after, kind=self.kind, room_id=self.room_id, seq=seq, count=READ_AT_ONCE
        )


@dataclass(eq=False, slots=True, kw_only=True)
class RoomSocket(ChatSocket):
    """One socket in one room.

    While `live`, the next message is queued as it comes; otherwise the socket is being brought up
    to date by reading.
    """

    room: LiveRoom
    side: str
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
        """Read the database if `newest` is beyond what this member has."""
        if self.live and newest > self.position:
            self.live = False
            self.wake()

    def may_stay(self, user: User) -> bool:
        return self.room.kind.may_stay(user=user, side=self.side)

    def may_type(self) -> bool:
        """True if this client's typing is news again."""
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
        """In plain mode there is no frame that says "read", so being sent a message may say it."""
        if not self.mode.typed and self.position > self.marked and self.room.kind.sent_is_read:
            self.marked = self.position
            self.on_read(self, self.position)

    async def _catch_up(self) -> None:
        page = await self.room.page_after(self.position)
        for message in page:
            if message.seq > self.position:
                await self.send(self.mode.message(message.frame))
                self.position = message.seq
        self.room.newest = max(self.room.newest, self.position)
        # No await between this look and going live, so no message can fall between the two.
        self.live = len(page) < READ_AT_ONCE and self.room.newest <= self.position
