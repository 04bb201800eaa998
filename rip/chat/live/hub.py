"""Every room of a kind that has a socket in this process, and all that its members are told."""

import asyncio
import random
import uuid
from collections.abc import Coroutine, Iterable, Iterator, Mapping
from typing import Any, Final

import structlog
from django.conf import settings

from rip.accounts.sessions import Session
from rip.chat.kinds import RoomKind
from rip.chat.live import events
from rip.chat.live.bus import Bus, NoBus, bus_of_site
from rip.chat.live.checks import Checks
from rip.chat.live.events import Here, Read, SessionsChanged, Stored, Touched, Typing
from rip.chat.live.marks import MarkQueue
from rip.chat.live.observers import Observer
from rip.chat.live.pacing import Pacing
from rip.chat.live.places import Places
from rip.chat.live.presence import NO_ROOM, Presence
from rip.chat.live.room import LiveRoom, RoomSocket
from rip.chat.live.socket import ChatSocket
from rip.chat.messages.drafts import Posted
from rip.chat.protocol import typed
from rip.chat.protocol.frames import Close
from rip.core.work.coalesce import SingleFlight
from rip.server.frames import text_frame

log = structlog.get_logger(__name__)

TYPING_SECONDS: Final = 6.0
DRAIN_SECONDS: Final = 2.0


class Hub:
    def __init__(self, kind: RoomKind, bus: Bus | None = None) -> None:
        self.kind = kind
        self.process = uuid.uuid4().hex
        self.presence = Presence(self.process, kind.name)
        self.pacing = Pacing()
        self.places = Places()
        self.draining = False
        self._given_bus = bus
        self.bus: Bus = NoBus(alone=True)
        self._observers: list[Observer] = []
        self._rooms: dict[int, LiveRoom] = {}
        self._reads = SingleFlight()
        self._others_online = False
        self._marks = MarkQueue(kind, self._mark_moved, self.spawn)
        self._tasks: set[asyncio.Task[None]] = set()
        self._endless: set[asyncio.Task[None]] = set()
        self.checks = Checks(self)

    def observe(self, observer: Observer) -> None:
        """Tell `observer` of everything, from the next start on."""
        self._observers.append(observer)

    async def start(self) -> None:
        self.draining = False
        self.bus = self._given_bus or bus_of_site()
        await self.bus.start(self.receive, self.joined)
        self.checks.start()
        self._marks.start()
        self.spawn(self._tell_presence(), endless=True)
        for observer in self._observers:
            self.spawn(observer.run(), endless=True)

    async def stop(self) -> None:
        self._marks.begin_stop()
        self.checks.stop()
        for task in self._endless:
            task.cancel()
        # The others are not cancelled: read marks may be on their way to the database.
        while pending := self._tasks - self._endless:
            await asyncio.wait(pending)
        await self._marks.flush()
        await self.bus.stop()

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

    def room_of(self, room_id: int) -> LiveRoom:
        return self._rooms.setdefault(room_id, LiveRoom(self.kind, self._reads, room_id))

    def join(self, member: RoomSocket) -> None:
        """Subscribe a socket; when it is opened it is sent all that comes after its position."""
        # Counted first, so that those who are there hear of it and the newcomer is greeted with it.
        self._count(member, 1)
        member.room.members.add(member)
        # The log-in may have ended between the check of the ticket and this moment.
        self.checks.check(member)

    def leave(self, member: RoomSocket) -> None:
        room = member.room
        room.members.discard(member)
        if not room.members and self._rooms.get(room.room_id) is room:
            del self._rooms[room.room_id]
        self._count(member, -1)

    def _count(self, member: RoomSocket, change: int) -> None:
        room_id = member.room.room_id
        if member.side == self.kind.sides.owner:
            self.presence.count_owner(room_id, change)
        else:
            self.presence.count_other(member.session.user.username, room_id, change)
        self._announce_presence([member.room])

    def arrive(self, socket: ChatSocket) -> None:
        """Count in somebody of the other side who sits in no room: the socket of an observer."""
        self._count_outside(socket.session, 1)
        self.checks.check(socket)

    def depart(self, socket: ChatSocket) -> None:
        """Count out whoever arrived with this socket."""
        self._count_outside(socket.session, -1)

    def _count_outside(self, session: Session, change: int) -> None:
        self.presence.count_other(session.user.username, NO_ROOM, change)
        self._announce_presence()

    @property
    def rooms(self) -> Mapping[int, LiveRoom]:
        return self._rooms

    @property
    def has_trusty_bus(self) -> bool:
        """True if other processes would be heard of at once."""
        return self.bus.healthy

    def sockets(self) -> list[ChatSocket]:
        """Return every open socket, in rooms and of observers."""
        return [
            *self.members(),
            *(socket for observer in self._observers for socket in observer.sockets()),
        ]

    def members(self) -> Iterator[RoomSocket]:
        for room in self._rooms.values():
            yield from room.members

    # Messages

    def deliver(self, messages: list[Posted]) -> None:
        """Give committed messages to everyone in their rooms, here and in other processes."""
        if messages:
            self._publish(Stored(self.process, self.kind.name, messages))
            self._deliver_here(messages)

    def _deliver_here(self, messages: Iterable[Posted]) -> None:
        for message in messages:
            for observer in self._observers:
                observer.touched(message.room_id)
            room = self._rooms.get(message.room_id)
            if room is None:
                continue
            room.newest = max(room.newest, message.seq)
            frames: dict[bool, tuple[str, bytes]] = {}
            for member in room.members:
                mode = member.mode
                encoded = frames.get(mode.typed)
                if encoded is None:
                    frame = mode.message(message.frame)
                    encoded = frames[mode.typed] = frame, text_frame(frame)
                member.take(message, *encoded)

    # Read marks

    def mark_read(self, member: RoomSocket, seq: int) -> None:
        """Note that a socket's side has read up to `seq`, as far as it was given messages."""
        self.mark(member.room.room_id, member.side, min(seq, member.position))

    def mark(self, room_id: int, side: str, seq: int) -> None:
        """Store a read mark at once, or together with others while many come."""
        self._marks.put((room_id, side), seq)

    async def mark_now(self, room_id: int, side: str, seq: int) -> None:
        """Store a read mark and return when it is stored.

        Raises Unavailable if the database is away; the mark is tried again all the same.
        """
        await self._marks.store((room_id, side), seq)

    def _mark_moved(self, room_id: int, side: str, seq: int) -> None:
        self._publish(Read(self.process, self.kind.name, room_id, side, seq))
        self._announce_read(room_id, side, seq)

    def _announce_read(self, room_id: int, side: str, seq: int) -> None:
        self._touch(room_id)
        room = self._rooms.get(room_id)
        if room is not None:
            self._tell_read(room, side, seq)

    def learn_marks(self, member: RoomSocket, marks: Mapping[str, int]) -> None:
        """Tell the marks that `member` is greeted with to the others of its room.

        News of older ones may still be on their way, and would move them back.
        """
        for side, seq in marks.items():
            self._tell_read(member.room, side, seq, but=member)

    def _tell_read(
        self, room: LiveRoom, side: str, seq: int, *, but: RoomSocket | None = None
    ) -> None:
        if seq > room.marks.get(side, 0):
            room.marks[side] = seq
            self._tell(room, typed.read_mark(side=side, seq=seq), but=but)

    # Typing and presence

    def typing(self, member: RoomSocket) -> None:
        if member.may_type():
            name = member.session.user.username
            room_id = member.room.room_id
            self._publish(Typing(self.process, self.kind.name, room_id, member.side, name))
            self._announce_typing(room_id, member.side, name, but=member)

    def _announce_typing(
        self, room_id: int, side: str, sender: str, *, but: RoomSocket | None = None
    ) -> None:
        for observer in self._observers:
            observer.typing(room_id, side, sender, TYPING_SECONDS)
        room = self._rooms.get(room_id)
        if room is not None:
            frame = typed.typing(side=side, sender=sender, seconds=TYPING_SECONDS)
            self._tell(room, frame, but=but)

    def presence_frame(self, room_id: int) -> str:
        return typed.presence(dict(zip(self.kind.sides, self._online(room_id), strict=True)))

    def _online(self, room_id: int) -> tuple[bool, bool]:
        """Return whether the owner is there, and whether anybody of the other side is."""
        others = self.kind.others_online(self.presence, room_id)
        return self.presence.owner_online(room_id), others

    def _announce_presence(self, changed: Iterable[LiveRoom] = ()) -> None:
        """Tell rooms whose presence is not what they were last told, and the observers."""
        for observer in self._observers:
            observer.people_moved()
        # To some kinds it matters in every room that anybody of them is online at all.
        anybody = self.presence.others_online()
        flipped = anybody is not self._others_online
        self._others_online = anybody
        for room in self._rooms.values() if flipped else changed:
            state = self._online(room.room_id)
            if room.presence != state:
                room.presence = state
                self._tell(room, self.presence_frame(room.room_id))

    def _tell(self, room: LiveRoom, frame: str, *, but: RoomSocket | None = None) -> None:
        wire = text_frame(frame)
        for member in room.members:
            if member.mode.typed and member is not but:
                member.offer(frame, wire)

    async def _tell_presence(self) -> None:
        while True:
            await asyncio.sleep(1.0)
            seconds = settings.RIP_CHAT_PRESENCE_SECONDS
            if self.presence.is_due(seconds):
                self._publish(self.presence.here())
                if seconds:
                    # People of a process that has fallen silent are gone, and nobody says so.
                    self._announce_presence(list(self._rooms.values()))

    # News of other processes

    def receive(self, raw: bytes) -> None:
        """Take what the bus brings."""
        item = events.decode(raw)
        if item.process == self.process or item.kind != self.kind.name:
            return
        match item:
            case Stored():
                self._deliver_here(item.messages)
            case Read():
                self._announce_read(item.room_id, item.side, item.seq)
            case Typing():
                self._announce_typing(item.room_id, item.side, item.sender)
            case Touched():
                self._touch(item.room_id)
            case SessionsChanged():
                self.checks.check_user(item.user_id)
            case Here():
                self.presence.heard(item)
                self._announce_presence(list(self._rooms.values()))

    def _publish(self, item: events.News) -> None:
        if self.bus.speaks:
            self.bus.publish(events.encode(item))

    def joined(self) -> None:
        """The bus listens from this moment on; what was said before is in the database."""
        self.spawn(self.checks.check_positions())
        self.spawn(self.compare())
        self._publish(self.presence.here())

    async def compare(self) -> None:
        """Let the observers find what they were not told."""
        for observer in self._observers:
            await observer.compare()

    def tell_session_change(self, user_id: int) -> None:
        """Let every process check the sockets of this user."""
        self._publish(SessionsChanged(self.process, self.kind.name, user_id))
        self.checks.check_user(user_id)

    def tell_touched(self, room_id: int) -> None:
        """Let the observers in every process know that a room has changed."""
        self._publish(Touched(self.process, self.kind.name, room_id))
        self._touch(room_id)

    def _touch(self, room_id: int) -> None:
        for observer in self._observers:
            observer.touched(room_id)

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
