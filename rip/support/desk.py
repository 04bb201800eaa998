"""The desk: operators who watch all rooms through one socket, `/ws/desk/`.

A room that changed is read once for everyone at the desk, and changes that come close together are
read together, so the desk costs the same however busy a room is.
"""

import asyncio
from dataclasses import dataclass
from typing import Any, Final

import msgspec
import structlog

from rip.core import db
from rip.core.errors import Unavailable
from rip.support import rooms
from rip.support.outbox import Outbox
from rip.support.presence import DESK, Presence

SECONDS_BETWEEN_LOOKS: Final = 0.2
SECONDS_BETWEEN_TRIES: Final = 1.0
FIRST_ROOMS: Final = 50
# Databases bound how many conditions one query may have.
MOST_AT_ONCE: Final = 100

log = structlog.get_logger(__name__)

_encode = msgspec.json.Encoder().encode


@dataclass(eq=False, slots=True, kw_only=True)
class DeskConnection(Outbox):
    """An operator's socket at the desk."""


class Desk:
    def __init__(self, presence: Presence) -> None:
        self.members: set[DeskConnection] = set()
        self._presence = presence
        self._touched: set[int] = set()
        self._changed = asyncio.Event()

    async def join(self, connection: DeskConnection) -> None:
        """Subscribe an operator's socket; its first frame holds the rooms to begin with."""
        # Members first, so that no change falls between; their first frame is put in front of it.
        self.members.add(connection)
        self._presence.count_operator(connection.session.user.username, DESK, 1)
        page = await db.read(rooms.rooms_page, user=connection.session.user, limit=FIRST_ROOMS)
        summaries = [self._with_presence(summary) for summary in page.items]
        connection.queue.insert(0, _encode({"type": "hello", "rooms": summaries}).decode())

    def leave(self, connection: DeskConnection) -> None:
        if connection in self.members:
            self.members.discard(connection)
            self._presence.count_operator(connection.session.user.username, DESK, -1)

    def touch(self, room_id: int) -> None:
        """Something about this room has changed."""
        if self.members:
            self._touched.add(room_id)
            self._changed.set()

    async def run(self) -> None:
        """Tell the desk about rooms as they change."""
        while True:
            await self._changed.wait()
            await asyncio.sleep(SECONDS_BETWEEN_LOOKS)
            self._changed.clear()
            while self._touched:
                size = min(len(self._touched), MOST_AT_ONCE)
                await self._tell({self._touched.pop() for _ in range(size)})

    async def _tell(self, room_ids: set[int]) -> None:
        try:
            summaries = await db.read(rooms.summaries_of, room_ids=room_ids)
        except Unavailable as error:
            log.warning("desk_not_told", error=str(error.__cause__))
            self._touched |= room_ids
            await asyncio.sleep(SECONDS_BETWEEN_TRIES)
            return
        for summary in summaries:
            frame = _encode({"type": "room", **self._with_presence(summary)}).decode()
            for connection in self.members:
                connection.offer(frame)

    def _with_presence(self, summary: dict[str, Any]) -> dict[str, Any]:
        room_id = summary["room"]
        return {
            **summary,
            "customer_online": self._presence.customer_online(room_id),
            "answering": self._presence.operators_in(room_id),
        }
