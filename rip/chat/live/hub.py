"""Every room that has a socket in this process, and what its members are told."""

import asyncio
import random
import time
import uuid
from collections.abc import Coroutine, Iterable, Iterator, Mapping
from typing import Any, Final

import structlog
from django.conf import settings
from django.utils.crypto import salted_hmac

from rip.chat.live import events
from rip.chat.live.bus import Bus, NoBus, RedisBus
from rip.chat.live.checks import Checks
from rip.chat.live.events import Here, Read, SessionsChanged, Stored, Tended, Typing
from rip.chat.live.presence import SECONDS_BETWEEN_NEWS, Presence
from rip.chat.live.room import LiveRoom, RoomSocket
from rip.chat.live.socket import ChatSocket
from rip.chat.messages.drafts import Posted
from rip.chat.protocol import typed
from rip.chat.protocol.frames import Close
from rip.core.database import threads
from rip.core.errors import Unavailable
from rip.server.frames import text_frame
from rip.support.desk.live import Desk, DeskSocket
from rip.support.models import Side
from rip.support.rooms import rooms

log = structlog.get_logger(__name__)

TYPING_SECONDS: Final = 6.0
SECONDS_BETWEEN_MARKS: Final = 0.25
DRAIN_SECONDS: Final = 2.0


class Hub:
    def __init__(self, bus: Bus | None = None) -> None:
        self.process = uuid.uuid4().hex
        self.presence = Presence(self.process)
        self.desk = Desk(self.presence)
        self.draining = False
        self._stopping = False
        self._given_bus = bus
        self._bus: Bus = NoBus(alone=True)
        self._feeds: dict[int, LiveRoom] = {}
        self._marks: dict[tuple[int, Side], int] = {}
        self._storing_marks = False
        self._tasks: set[asyncio.Task[None]] = set()
        self._endless: set[asyncio.Task[None]] = set()
        self._watch = Checks(self)

    async def start(self) -> None:
        self.draining = False
        self._stopping = False
        self._bus = self._given_bus or _bus()
        await self._bus.start(self._receive, self._joined)
        self._watch.start()
        self.spawn(self._tell_presence(), endless=True)
        self.spawn(self.desk.run(), endless=True)

    async def stop(self) -> None:
        self._stopping = True
        self._watch.stop()
        for task in self._endless:
            task.cancel()
        # The others are not cancelled: read marks may be on their way to the database.
        while pending := self._tasks - self._endless:
            await asyncio.wait(pending)
        await self._store_marks_once()
        await self._bus.stop()

    async def drain(self) -> None:
        """Ask every client to come back, spread over a moment so that not all do at once."""
        self.draining = True
        sockets = self.sockets()
        loop = asyncio.get_running_loop()
        for socket in sockets:
            loop.call_later(random.uniform(0, DRAIN_SECONDS), socket.close, Close.RESTARTING)
        if sockets:
            await asyncio.sleep(DRAIN_SECONDS + 0.2)

    # Members

    def feed_of(self, room_id: int) -> LiveRoom:
        return self._feeds.setdefault(room_id, LiveRoom(room_id))

    def join(self, connection: RoomSocket) -> None:
        """Subscribe a socket; when it is opened it is sent all that comes after its position."""
        # Counted first, so that those who are there hear of it and the newcomer is greeted with it.
        self._count(connection, 1)
        connection.feed.members.add(connection)

        # The log-in may have ended between the check of the ticket and this moment.
        self._watch.check(connection)

    def leave(self, connection: RoomSocket) -> None:
        feed = connection.feed
        feed.members.discard(connection)
        if not feed.members and self._feeds.get(feed.room_id) is feed:
            del self._feeds[feed.room_id]
        self._count(connection, -1)

    def _count(self, connection: RoomSocket, change: int) -> None:
        room_id = connection.feed.room_id
        if connection.side is Side.CUSTOMER:
            self.presence.count_customer(room_id, change)
        else:
            self.presence.count_operator(connection.session.user.username, room_id, change)
        self._announce_presence([connection.feed])

    async def join_desk(self, connection: DeskSocket) -> None:
        """Seat an operator's socket at the desk."""
        await self.desk.join(connection)
        self._announce_presence()
        self._watch.check(connection)

    def leave_desk(self, connection: DeskSocket) -> None:
        self.desk.leave(connection)
        self._announce_presence()

    @property
    def feeds(self) -> Mapping[int, LiveRoom]:
        return self._feeds

    @property
    def has_trusty_bus(self) -> bool:
        """Whether other processes would be heard of at once."""
        return self._bus.healthy

    def sockets(self) -> list[ChatSocket]:
        """Every open socket, in rooms and at the desk."""
        return [*self.connections(), *self.desk.members]

    def connections(self) -> Iterator[RoomSocket]:
        for feed in self._feeds.values():
            yield from feed.members

    # Messages

    def deliver(self, messages: list[Posted]) -> None:
        """Give committed messages to everyone in their rooms, here and in other processes."""
        if messages:
            self._publish(Stored(self.process, messages))
            self._deliver_here(messages)

    def _deliver_here(self, messages: Iterable[Posted]) -> None:
        for message in messages:
            self.desk.touch(message.room_id)
            feed = self._feeds.get(message.room_id)
            if feed is None:
                continue
            feed.newest = max(feed.newest, message.seq)
            frames: dict[bool, tuple[str, bytes]] = {}
            for connection in feed.members:
                mode = connection.mode
                encoded = frames.get(mode.typed)
                if encoded is None:
                    frame = mode.message(message.frame)
                    encoded = frames[mode.typed] = frame, text_frame(frame)
                connection.take(message, *encoded)

    # Read marks

    def mark_read(self, connection: RoomSocket, seq: int) -> None:
        """Remember that a socket's side has read up to `seq`, as far as it was given messages."""
        self.mark(connection.feed.room_id, connection.side, min(seq, connection.position))

    def mark(self, room_id: int, side: Side, seq: int) -> None:
        """Store a read mark at once, or together with others while many come."""
        if not self._marks and not self._storing_marks:
            self._storing_marks = True
            self.spawn(self._store_marks())
        self._marks[room_id, side] = max(seq, self._marks.get((room_id, side), 0))

    async def mark_now(self, room_id: int, side: Side, seq: int) -> None:
        """Store a read mark and return when it is stored."""
        self._marks[room_id, side] = max(seq, self._marks.get((room_id, side), 0))
        await self._store_marks_once()

    async def _store_marks(self) -> None:
        try:
            await asyncio.sleep(0)
            while self._marks and not self._stopping:
                await self._store_marks_once()
                await asyncio.sleep(SECONDS_BETWEEN_MARKS)
        finally:
            self._storing_marks = False

    async def _store_marks_once(self) -> None:
        marks, self._marks = self._marks, {}
        if not marks:
            return
        try:
            moved = await threads.write(rooms.read_marks_advance, marks=marks)
        except Unavailable as error:
            log.warning("read_marks_not_stored", error=str(error.__cause__))
            for (room_id, side), seq in marks.items():
                self._marks[room_id, side] = max(seq, self._marks.get((room_id, side), 0))
            return
        for (room_id, side), seq in moved.items():
            self._publish(Read(self.process, room_id, side, seq))
            self._announce_read(room_id, side, seq)

    def _announce_read(self, room_id: int, side: Side, seq: int) -> None:
        self.desk.touch(room_id)
        feed = self._feeds.get(room_id)
        if feed is not None and seq > feed.marks.get(side, 0):
            feed.marks[side] = seq
            self._tell(feed, typed.read_mark(side=side, seq=seq))

    # Typing and presence

    def typing(self, connection: RoomSocket) -> None:
        if connection.may_type():
            name = connection.session.user.username
            room_id = connection.feed.room_id
            self._publish(Typing(self.process, room_id, connection.side, name))
            self._announce_typing(room_id, connection.side, name, but=connection)

    def _announce_typing(
        self, room_id: int, side: Side, sender: str, *, but: RoomSocket | None = None
    ) -> None:
        self.desk.tell_typing(room_id, side, sender, TYPING_SECONDS)
        feed = self._feeds.get(room_id)
        if feed is not None:
            frame = typed.typing(side=side, sender=sender, seconds=TYPING_SECONDS)
            self._tell(feed, frame, but=but)

    def presence_frame(self, room_id: int) -> str:
        return typed.presence(
            customer=self.presence.customer_online(room_id),
            support=self.presence.support_online(),
        )

    def _announce_presence(self, changed: Iterable[LiveRoom] = ()) -> None:
        """Tell rooms whose presence is not what they were last told, and the desk."""
        self.desk.people_moved()
        support = self.presence.support_online()
        flipped = any(feed.presence and feed.presence[1] != support for feed in self._some_feeds())
        for feed in self._feeds.values() if flipped else changed:
            state = self.presence.customer_online(feed.room_id), support
            if feed.presence != state:
                feed.presence = state
                self._tell(feed, self.presence_frame(feed.room_id))

    def _some_feeds(self) -> Iterator[LiveRoom]:
        # All rooms were told the same of support, so one of them shows whether that has changed.
        for feed in self._feeds.values():
            if feed.presence is not None:
                yield feed
                return

    def _tell(self, feed: LiveRoom, frame: str, *, but: RoomSocket | None = None) -> None:
        wire = text_frame(frame)
        for connection in feed.members:
            if connection.mode.typed and connection is not but:
                connection.offer(frame, wire)

    async def _tell_presence(self) -> None:
        told_at = 0.0
        while True:
            await asyncio.sleep(1.0)
            now = time.monotonic()
            if self.presence.changed or now - told_at > SECONDS_BETWEEN_NEWS:
                told_at = now
                self._publish(self.presence.here())
                # People of a process that has fallen silent are gone, and nobody says so.
                self._announce_presence(list(self._feeds.values()))

    # News of other processes

    def _receive(self, raw: bytes) -> None:
        item = events.decode(raw)
        if item.process == self.process:
            return
        match item:
            case Stored():
                self._deliver_here(item.messages)
            case Read():
                self._announce_read(item.room_id, Side(item.side), item.seq)
            case Typing():
                self._announce_typing(item.room_id, Side(item.side), item.sender)
            case Tended():
                self.desk.touch(item.room_id)
            case SessionsChanged():
                self._watch.check_user(item.user_id)
            case Here():
                self.presence.heard(item)
                self._announce_presence(list(self._feeds.values()))

    def _publish(self, item: events.News) -> None:
        if self._bus.speaks:
            self._bus.publish(events.encode(item))

    def _joined(self) -> None:
        """The bus listens from now on; what was said before is in the database."""
        self.spawn(self._watch.check_positions())
        self.spawn(self.desk.compare())
        self._publish(self.presence.here())

    def tell_session_change(self, user_id: int) -> None:
        """Let every process check the sockets of this user."""
        self._publish(SessionsChanged(self.process, user_id))
        self._watch.check_user(user_id)

    def tell_tended(self, room_id: int) -> None:
        """Let every desk know what an operator did to a room."""
        self._publish(Tended(self.process, room_id))
        self.desk.touch(room_id)

    def spawn(self, work: Coroutine[Any, Any, None], *, endless: bool = False) -> None:
        """Do some work beside everything else; endless work is cancelled when the hub stops."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        if endless:
            self._endless.add(task)
        task.add_done_callback(self._finished)

    def _finished(self, task: "asyncio.Task[None]") -> None:
        self._tasks.discard(task)
        self._endless.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.error("chat_task_failed", exc_info=error)


def _bus() -> Bus:
    if settings.RIP_REDIS_URL:
        # All processes of a site share its secret key, and no other site has it.
        channel = f"rip:chat:{salted_hmac('rip.chat.live.bus', 'channel').hexdigest()[:16]}"
        return RedisBus(settings.RIP_REDIS_URL, channel)
    return NoBus(alone=settings.RIP_WORKERS == 1)
