"""Clients of a room's door that read when they like, and processes whose bus does what it likes."""

import asyncio
import json
from collections import Counter
from collections.abc import Callable
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, field
from typing import Any, Final

from starlette.types import Message, Scope

from rip.accounts.sessions import Session
from rip.accounts.tickets import ticket_issue
from rip.chat.live.hub import Hub
from rip.chat.live.lifespan import served
from rip.chat.live.room_door import RoomDoor
from rip.chat.messages.queue import MessageQueue
from rip.chat.protocol.typed import SUBPROTOCOL
from rip.server.event_queue import EventQueue
from rip.server.frames import DIRECT
from rip.support.kind import SUPPORT
from tests.kit.waiting import PATIENCE_SECONDS, until

Frame = dict[str, Any]

# The ways of news between the processes.
AT_ONCE, TWICE, LATER, LOST, AWAY = "at once", "twice", "later", "lost", "away"
WAYS: Final = (AT_ONCE, TWICE, LATER, LOST, AWAY)


class WildBus:
    """One process's end of the bus."""

    speaks = True

    def __init__(self, news: "News") -> None:
        self._news = news
        self.receive: Callable[[bytes], None] = lambda news: None
        self.joined: Callable[[], None] = lambda: None
        self.healthy = news.way != AWAY

    async def start(self, receive: Callable[[bytes], None], joined: Callable[[], None]) -> None:
        self.receive, self.joined = receive, joined
        self._news.buses.append(self)
        if self.healthy:
            joined()

    async def stop(self) -> None:
        self._news.buses.remove(self)

    def publish(self, news: bytes) -> None:
        self._news.carry(news)


@dataclass
class News:
    """The news of the processes to each other, on their way."""

    way: str = AT_ONCE
    buses: list[WildBus] = field(default_factory=list)
    late: list[bytes] = field(default_factory=list)

    def carry(self, news: bytes) -> None:
        if self.way == LATER:
            self.late.append(news)
        elif self.way in (AT_ONCE, TWICE):
            for _ in range(1 + (self.way == TWICE)):
                self._tell(news)

    def arrive(self, *, backwards: bool) -> None:
        """Let what was late come now."""
        late, self.late = self.late, []
        for news in reversed(late) if backwards else late:
            self._tell(news)

    def take_way(self, way: str) -> None:
        was, self.way = self.way, way
        for bus in self.buses:
            bus.healthy = way != AWAY
            if was == AWAY != way:
                bus.joined()

    def _tell(self, news: bytes) -> None:
        loop = asyncio.get_running_loop()
        for bus in self.buses:
            loop.call_soon(bus.receive, news)


class Process:
    """The chat of one server process."""

    def __init__(self, news: News) -> None:
        self.hub = Hub(SUPPORT, WildBus(news))
        self.queue = MessageQueue(SUPPORT, self.hub.deliver)
        self.door = RoomDoor(self.hub, self.queue)
        self._running = AsyncExitStack()

    async def start(self) -> None:
        await self._running.enter_async_context(served(self.hub, self.queue))

    async def stop(self) -> None:
        await self._running.aclose()


class Client:
    """One connection, from coming in to its end.

    `direct` is what the own server offers: frames that are written at once. `said` counts how often
    each `client_message_id` was sent.
    """

    def __init__(self, session: Session, room: int, *, typed: bool, direct: bool) -> None:
        self.session = session
        self.room = room
        self.typed = typed
        self.direct = direct
        self.frames: list[Frame] = []
        self.said: Counter[str] = Counter()
        self.close_code: int | None = None
        self.cut = False
        self.slow = False
        self._reading = asyncio.Event()
        self._reading.set()
        self._inbox = EventQueue(lambda: None)
        self._inbox.put_nowait({"type": "websocket.connect"})
        self._serving: asyncio.Task[None] | None = None

    async def come_in(self, process: Process, since: int | None) -> None:
        """Return when the client is in the room, or was refused."""
        ticket = await ticket_issue(session=self.session)
        scope: Scope = {
            "type": "websocket",
            "path_params": {"room": str(self.room)},
            "query_string": (
                f"uuid={ticket}" + (f"&since={since}" if since is not None else "")
            ).encode(),
            "subprotocols": [SUBPROTOCOL] if self.typed else [],
        }
        if self.direct:
            scope["extensions"] = {DIRECT: {"write": self._write, "inbox": self._inbox}}
        hub = process.hub
        before = set(hub.members())
        serving = asyncio.create_task(process.door(scope, self._inbox.get, self._send))
        self._serving = serving
        await until(lambda: serving.done() or set(hub.members()) - before)

    async def leave(self) -> None:
        """Go, or be cut off in the middle of whatever is being sent."""
        self.cut = True
        self._inbox.put_nowait({"type": "websocket.disconnect", "code": 1006})
        self._reading.set()
        assert self._serving is not None
        # A server hears no more of an application whose client is gone.
        with suppress(ConnectionError):
            async with asyncio.timeout(PATIENCE_SECONDS):
                await self._serving

    def read_slowly(self) -> None:
        self.slow = True
        self._reading.clear()

    def read_on(self) -> None:
        self._reading.set()

    def say(self, client_message_id: str) -> None:
        self.said[client_message_id] += 1
        self.put(message=client_message_id, client_message_id=client_message_id)

    def put(self, kind: str = "message", **frame: object) -> None:
        given = {"type": kind, **frame} if self.typed else frame
        self._inbox.put_nowait({"type": "websocket.receive", "text": json.dumps(given)})

    @property
    def side(self) -> str:
        is_owner = self.session.user.pk == self.room
        return SUPPORT.sides.owner if is_owner else SUPPORT.sides.others

    @property
    def is_here(self) -> bool:
        assert self._serving is not None
        return not self.cut and self.close_code is None and not self._serving.done()

    @property
    def messages(self) -> list[Frame]:
        return [frame for frame in self.frames if "message" in frame]

    def of_type(self, kind: str) -> list[Frame]:
        return [frame for frame in self.frames if frame.get("type") == kind]

    def acknowledged(self) -> dict[str, int]:
        """The number of each message that was acknowledged to this client."""
        name = self.session.user.username
        own = [frame for frame in self.messages if frame["sender"] == name]
        frames = self.of_type("ack") if self.typed else own
        ids = [(frame["client_message_id"], frame["seq"]) for frame in frames]
        return {given: seq for given, seq in ids if given in self.said}

    def _write(self, wire: bytes) -> bool:
        if not self.is_here or not self._reading.is_set():
            return False
        start = {126: 4, 127: 10}.get(wire[1], 2)
        self.frames.append(json.loads(wire[start:]))
        return True

    async def _send(self, message: Message) -> None:
        await self._reading.wait()
        if self.cut:
            raise ConnectionResetError
        if message["type"] == "websocket.send":
            self.frames.append(json.loads(message["text"]))
        elif message["type"] == "websocket.close":
            self.close_code = message["code"]
            self._inbox.put_nowait({"type": "websocket.disconnect", "code": message["code"]})
