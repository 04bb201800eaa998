"""The desk: operators who watch all rooms through one socket, `/ws/desk/`.

A room that changed is read once for everyone at the desk, and changes that come close together are
read together, so the desk costs the same however busy a room is.
"""

import asyncio
import time
from dataclasses import dataclass
from typing import Any, Final

import msgspec
import structlog

from rip.accounts.models import User
from rip.chat.live.hub import Hub
from rip.chat.live.presence import NO_ROOM
from rip.chat.live.socket import ChatSocket
from rip.core.database import threads
from rip.core.errors import Unavailable
from rip.support.rooms import counts as tallies
from rip.support.rooms import lists
from rip.support.rooms.counts import Progress

SECONDS_BETWEEN_LOOKS: Final = 0.2
SECONDS_BETWEEN_TRIES: Final = 1.0
SECONDS_BETWEEN_COUNTS: Final = 1.0
# Counting takes at most this part of one database thread's time.
COUNTING_SHARE: Final = 0.05
FIRST_ROOMS: Final = 50
# Databases bound how many conditions one query may have.
MOST_AT_ONCE: Final = 100

log = structlog.get_logger(__name__)

_encoder = msgspec.json.Encoder()


def _frame(kind: str, **values: Any) -> str:
    return _encoder.encode({"type": kind, **values}).decode()


@dataclass(eq=False, slots=True, kw_only=True)
class DeskSocket(ChatSocket):
    """An operator's socket at the desk."""

    def may_stay(self, user: User) -> bool:
        return user.is_staff


class Desk:
    """An observer of support's hub."""

    def __init__(self, hub: Hub) -> None:
        self.members: set[DeskSocket] = set()
        self.hub = hub
        self._presence = hub.presence
        hub.observe(self)
        self._touched: set[int] = set()
        self._changed = asyncio.Event()
        self._uncounted = asyncio.Event()
        # The last news of the desk.
        self._progress: dict[int, Progress] | None = None
        self._customers: set[int] = set()
        self._operators: set[tuple[str, int]] = set()

    async def join(self, connection: DeskSocket) -> None:
        """Subscribe an operator's socket; its first frame holds the rooms to begin with."""
        user = connection.session.user
        # Members first, so that no change falls between; their first frame is put in front of it.
        self.members.add(connection)
        self.hub.arrive(connection)
        if self._progress is None:
            await self.compare()
        page = await threads.read(lists.rooms_page, user=user, limit=FIRST_ROOMS)
        counts = await threads.read(tallies.rooms_tally)
        hello = _frame(
            "hello",
            rooms=[{**summary, **self._people_in(summary["room"])} for summary in page.items],
            next_cursor=page.next_cursor,
            counts=counts.of(user.pk),
            operators=self._operators_online(),
        )
        connection.queue.insert(0, hello)

    def leave(self, connection: DeskSocket) -> None:
        if connection in self.members:
            self.members.discard(connection)
            self.hub.depart(connection)
        if not self.members:
            self._progress = None

    def sockets(self) -> set[DeskSocket]:
        return self.members

    def touched(self, room_id: int) -> None:
        if self.members:
            self._touched.add(room_id)
            self._changed.set()

    def people_moved(self) -> None:
        if self.members:
            self._changed.set()

    def typing(self, room_id: int, side: str, sender: str, seconds: float) -> None:
        if self.members:
            self._tell(_frame("typing", room=room_id, side=side, sender=sender, seconds=seconds))

    async def compare(self) -> None:
        """Touch the rooms that are further than the desk was told, whoever should have told it."""
        if not self.members:
            return
        progress = await threads.read(tallies.rooms_progress)
        told, self._progress = self._progress, progress
        if told is not None:
            for room_id, reached in progress.items():
                if told.get(room_id) != reached:
                    self.touched(room_id)

    async def run(self) -> None:
        """Tell the desk about rooms as they change."""
        await asyncio.gather(self._tell_changes(), self._tell_counts())

    async def _tell_changes(self) -> None:
        while True:
            await self._changed.wait()
            await asyncio.sleep(SECONDS_BETWEEN_LOOKS)
            self._changed.clear()
            self._tell_people()
            while self._touched:
                size = min(len(self._touched), MOST_AT_ONCE)
                await self._tell_rooms({self._touched.pop() for _ in range(size)})

    async def _tell_rooms(self, room_ids: set[int]) -> None:
        try:
            summaries = await threads.read(lists.summaries_of, room_ids=room_ids)
        except Unavailable as error:
            log.warning("desk_not_told", error=str(error.__cause__))
            self._touched |= room_ids
            await asyncio.sleep(SECONDS_BETWEEN_TRIES)
            return
        for summary in summaries:
            room_id = summary["room"]
            if self._progress is not None:
                reached = summary["last_seq"], summary["read_up_to"], summary["tended"]
                self._progress[room_id] = reached
            self._tell(_frame("room", **summary, **self._people_in(room_id)))
        self._uncounted.set()

    async def _tell_counts(self) -> None:
        while True:
            await self._uncounted.wait()
            self._uncounted.clear()
            began = time.monotonic()
            try:
                counts = await threads.read(tallies.rooms_tally)
            except Unavailable as error:
                log.warning("desk_not_counted", error=str(error.__cause__))
                self._uncounted.set()
            else:
                for connection in self.members:
                    own = counts.of(connection.session.user.pk)
                    connection.offer(_frame("counts", counts=own))
            took = time.monotonic() - began
            await asyncio.sleep(max(SECONDS_BETWEEN_COUNTS, took / COUNTING_SHARE))

    def _tell_people(self) -> None:
        """Say who came and went since the desk was last told."""
        customers, operators = self._presence.owners(), self._presence.others()
        moved = operators ^ self._operators
        room_ids = (customers ^ self._customers) | {room for _, room in moved}
        self._customers, self._operators = customers, operators
        if room_ids:
            self._tell(
                _frame(
                    "presence",
                    rooms=[
                        {"room": room_id, **self._people_in(room_id)}
                        for room_id in sorted(room_ids - {NO_ROOM})
                    ],
                    operators=self._operators_online(),
                )
            )

    def _tell(self, frame: str) -> None:
        for connection in self.members:
            connection.offer(frame)

    def _people_in(self, room_id: int) -> dict[str, Any]:
        return {
            "customer_online": self._presence.owner_online(room_id),
            "answering": self._presence.others_in(room_id),
        }

    def _operators_online(self) -> list[str]:
        return sorted({name for name, _ in self._presence.others()})
