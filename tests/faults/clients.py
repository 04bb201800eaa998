"""A chat client as docs/chat-protocol.md wants it, that writes down all it does.

It keeps what is not acknowledged in an outbox, sends that again with the same id, resumes with the
last number it saw, and comes back with a new ticket after a random pause.
"""

import asyncio
import contextlib
import itertools
import json
import random
import time
import uuid
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from tests.faults.history import Got, History, Member, Sent

ANSWER_SECONDS = 3.0
PATIENCE_SECONDS = 1.5
LONGEST_PATIENCE_SECONDS = 12.0
LONGEST_PAUSE_SECONDS = 1.0


class Address(Protocol):
    """A node as clients reach it."""

    @property
    def authority(self) -> str: ...


@dataclass(eq=False)
class Client:
    name: str
    access: str
    member: Member
    nodes: Sequence[Address]
    http: httpx.AsyncClient
    history: History
    rng: random.Random
    # The wait for an answer before the connection is given up; it doubles each time
    # that happens, until something is answered, so that a busy server is not asked ever more.
    patience: float = PATIENCE_SECONDS
    outbox: dict[str, str] = field(default_factory=dict)
    online: asyncio.Event = field(default_factory=asyncio.Event)
    # Cleared, the client stops reading its socket.
    reading: asyncio.Event = field(default_factory=asyncio.Event)
    socket: ClientConnection | None = None
    connection: int = 0
    listens_only: bool = False

    def __post_init__(self) -> None:
        self.history.members[self.name] = self.member
        self.position = self.member.since
        self.reading.set()
        # Never the same in two runs, even of one seed: they share their rooms.
        self._ids = map(f"{self.name}.{uuid.uuid4().hex}.{{}}".format, itertools.count())
        self._mine: set[str] = set()
        self._to_send: deque[str] = deque()
        self._sent_at: dict[str, float] = {}
        self._wake = asyncio.Event()

    def post(self, text: str) -> None:
        """Put a message into the outbox."""
        message_id = next(self._ids)
        self._mine.add(message_id)
        self.outbox[message_id] = text
        self._send_soon(message_id)

    def _send_soon(self, message_id: str) -> None:
        self._to_send.append(message_id)
        self._wake.set()

    async def run(self) -> None:
        """Be connected, until cancelled."""
        failures = 0
        while True:
            try:
                await self._connect_once()
                failures = 0
            except* (OSError, TimeoutError, httpx.HTTPError, WebSocketException, Refused) as group:
                failures += 1
                self.history.note(f"{self.name} offline: {group.exceptions[0]!r}"[:200])
            pause = min(LONGEST_PAUSE_SECONDS, 0.05 * 2**failures)
            await asyncio.sleep(self.rng.uniform(0, pause))

    async def _connect_once(self) -> None:
        node = self.rng.choice(self.nodes).authority
        room = f"ws://{node}/ws/chat/{self.member.room}/"
        address = f"{room}?uuid={await self._ticket(node)}&since={self.position}"
        async with connect(
            address,
            open_timeout=ANSWER_SECONDS,
            close_timeout=0.2,
            ping_interval=1.5,
            ping_timeout=ANSWER_SECONDS,
            compression=None,
        ) as socket:
            self.connection += 1
            self.socket = socket
            self._to_send = deque(self.outbox)
            self._sent_at.clear()
            self._wake.set()
            self.online.set()
            try:
                async with asyncio.TaskGroup() as tasks:
                    helpers = [
                        tasks.create_task(work)
                        for work in (self._send(socket), self._lose_patience(socket))
                    ]
                    await self._listen(socket)
                    for helper in helpers:
                        helper.cancel()
            finally:
                self.online.clear()
                self.history.note(f"{self.name} closed: {socket.close_code}")

    async def _ticket(self, node: str) -> str:
        headers = {"Authorization": f"Bearer {self.access}"}
        answer = await self.http.get(f"http://{node}/api/ws_token/", headers=headers)
        if answer.status_code != 200:
            raise Refused(answer.text)
        ticket: str = answer.json()["uuid"]
        return ticket

    async def _send(self, socket: ClientConnection) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            while self._to_send:
                message_id = self._to_send.popleft()
                body = self.outbox.get(message_id)
                if body is None:
                    continue
                self.history.add(Sent(self.name, self.connection, message_id, body))
                self._sent_at[message_id] = time.monotonic()
                frame = {"message": body, "client_message_id": message_id}
                await socket.send(json.dumps(frame, ensure_ascii=False))

    async def _lose_patience(self, socket: ClientConnection) -> None:
        """Drop a connection that answers nothing."""
        while True:
            await asyncio.sleep(0.1)
            oldest = min(self._sent_at.values(), default=time.monotonic())
            if time.monotonic() - oldest > self.patience:
                self.history.note(f"{self.name} lost patience")
                self.patience = min(self.patience * 2, LONGEST_PATIENCE_SECONDS)
                socket.transport.abort()
                return

    async def _listen(self, socket: ClientConnection) -> None:
        async for text in socket:
            frame = json.loads(text)
            if "error" in frame:
                self._refused(**frame["error"])
            else:
                self._got(frame["seq"], frame["client_message_id"], frame["message"])
            await self.reading.wait()
        if socket.close_code == 4410:
            raise Forgotten(f"{self.name} was at {self.position}")

    def _got(self, seq: int, message_id: str | None, body: str) -> None:
        self.history.add(Got(self.name, self.connection, seq, message_id, body))
        own = message_id in self._mine
        if own and message_id is not None:
            self.outbox.pop(message_id, None)
            self._sent_at.pop(message_id, None)
            self.patience = PATIENCE_SECONDS
        # The answer to a retry comes to its sender alone, outside the order.
        if seq == self.position + 1 or not own:
            self.position = max(self.position, seq)

    def _refused(self, code: str, client_message_id: str, **_: Any) -> None:
        if code != "not_stored":
            raise Forgotten(f"{client_message_id} was refused: {code}")
        self.history.note(f"{self.name} not_stored: {client_message_id}")
        self._sent_at.pop(client_message_id, None)
        with contextlib.suppress(RuntimeError):
            pause = self.rng.uniform(0.05, 0.3)
            asyncio.get_running_loop().call_later(pause, self._send_soon, client_message_id)


class Refused(Exception):
    """No ticket was given."""


class Forgotten(Exception):
    """The server does not know what it has told this client."""
