"""A room of RIP's support chat, through any number of connections.

Messages reach the application once each and in the order of their numbers. What is sent is kept
until the server has stored it, and is stored once however often it had to be sent.
"""

import asyncio
import json
import math
import time
from collections.abc import Awaitable, Callable
from typing import Any, Final, NoReturn
from urllib.parse import urlencode

import httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException
from websockets.typing import Subprotocol

from .closes import FRAME_TOO_LARGE, LOST, RELOAD, STOP, TOO_MANY
from .events import Delivery, Event, Message, Presence, ReadMark, Reset, State, Typing
from .outbox import Outbox
from .sender import Sender
from .timing import Timing

SUBPROTOCOL: Final = Subprotocol("rip.chat.2")
LONGEST_MESSAGE: Final = 4000
TYPING_EVERY_SECONDS: Final = 2.0


class BrokenProtocol(Exception):
    """The server does not keep to the protocol, or a message is missing: connect anew."""


class ChatClient:
    """`on_event` is told of all that happens, in the task that calls `run`.

    `get_ticket` gives a new ticket for every attempt. What it raises ends `run`, except OSError and
    httpx.HTTPError: those are taken for a network that is away.
    """

    def __init__(
        self,
        *,
        url: str,
        room: int,
        get_ticket: Callable[[], Awaitable[str]],
        on_event: Callable[[Event], None],
        outbox: Outbox | None = None,
        timing: Timing | None = None,
    ) -> None:
        self._address = f"{url.rstrip('/').replace('http', 'ws', 1)}/ws/chat/{room}/"
        self._get_ticket = get_ticket
        self._tell = on_event
        self._timing = timing or Timing()
        self._sender = Sender(outbox or Outbox(), self._timing, on_event)
        # Messages from an earlier run that the application has not been told of yet.
        self._left_unsent = list(self._sender.outbox.entries)
        # The number of the last message the application was given, and the log it belongs to.
        self._seq: int | None = None
        self._epoch = ""
        self._online_since: float | None = None
        self._read_up_to = 0
        self._typed_at = float("-inf")

    @property
    def unsent(self) -> int:
        """The number of messages that are not acknowledged yet."""
        return len(self._sender.outbox.entries)

    def send(self, text: str) -> str:
        """Send a message, now or when there is a connection; returns its client_message_id.

        Raises ValueError when it is empty or longer than 4000 characters.
        """
        text = text.encode("utf-8", "replace").decode()
        if not text.strip() or len(text) > LONGEST_MESSAGE:
            raise ValueError(f"A message has 1 to {LONGEST_MESSAGE} characters.")
        return self._sender.post(text)

    def read(self, seq: int) -> None:
        """Say that our side has read everything up to `seq`."""
        if seq > self._read_up_to:
            self._read_up_to = seq
            self._signal({"type": "read", "seq": seq})

    def typing(self) -> None:
        """Say that we are typing; call it at every key."""
        now = time.monotonic()
        if now - self._typed_at >= TYPING_EVERY_SECONDS:
            self._typed_at = now
            self._signal({"type": "typing"})

    async def run(self) -> int:
        """Stay connected until cancelled, or until a close code says not to come back: that code.

        Raises what `get_ticket` raises when there is no ticket to be had.
        """
        while self._left_unsent:
            entry = self._left_unsent.pop(0)
            self._tell(Delivery(entry.id, entry.text, "sending"))
        failures = 0
        while True:
            self._tell(State("connecting"))
            code = LOST
            try:
                code = await self._attempt()
            finally:
                lived = time.monotonic() - self._online_since if self._online_since else 0.0
                self._let_go(code)
            if code in STOP:
                self._tell(State("offline", code))
                return code
            failures = 1 if lived >= self._timing.good_after else failures + 1
            pause = self._timing.pause_after(math.inf if code == TOO_MANY else failures)
            self._tell(State("offline", code, pause))
            await asyncio.sleep(pause)

    async def _attempt(self) -> int:
        """One connection, for as long as it lives; the code it ended with."""
        try:
            socket = await self._connect()
        except (OSError, WebSocketException, httpx.HTTPError):
            return LOST
        async with socket:
            try:
                await self._talk(socket)
            except ConnectionClosed as closed:
                return closed.rcvd.code if closed.rcvd else LOST
            except BrokenProtocol:
                return LOST

    async def _connect(self) -> ClientConnection:
        silence = self._timing.silence
        ticket = await asyncio.wait_for(self._get_ticket(), silence)
        return await connect(
            self._address_with(ticket),
            subprotocols=[SUBPROTOCOL],
            open_timeout=silence,
            ping_interval=silence,
            ping_timeout=silence,
            close_timeout=1,
        )

    def _address_with(self, ticket: str) -> str:
        query: dict[str, str | int] = {"uuid": ticket}
        if self._seq is not None:
            query |= {"since": self._seq, "epoch": self._epoch}
        return f"{self._address}?{urlencode(query)}"

    async def _talk(self, socket: ClientConnection) -> NoReturn:
        self._greet(await _next_frame(socket))
        pump = asyncio.create_task(self._sender.pump(socket))
        try:
            while True:
                self._take(await _next_frame(socket))
        finally:
            pump.cancel()
            await asyncio.gather(pump, return_exceptions=True)

    def _greet(self, frame: dict[str, Any]) -> None:
        if frame.get("type") != "hello":
            raise BrokenProtocol
        if not frame["recovered"]:
            reset = self._seq is not None
            self._seq = 0 if frame["last_seq"] == 0 else None
            if reset:
                self._read_up_to = 0
                self._tell(Reset())
        self._epoch = frame["epoch"]
        self._online_since = time.monotonic()
        self._tell(State("online"))
        for side, seq in frame["read"].items():
            self._tell(ReadMark(side, seq))
        if self._read_up_to:
            self._signal({"type": "read", "seq": self._read_up_to})

    def _take(self, frame: dict[str, Any]) -> None:
        match frame:
            case {"type": "message", "seq": seq}:
                self._receive(seq, frame)
            case {"type": "ack", "client_message_id": message_id, "seq": seq}:
                self._sender.acknowledged(message_id, seq)
            case {"type": "error", "code": code, "client_message_id": message_id}:
                self._sender.refused(code, message_id)
            case {"type": "read", "side": side, "seq": seq}:
                self._tell(ReadMark(side, seq))
            case {"type": "typing", "side": side, "sender": sender, "seconds": seconds}:
                self._tell(Typing(side, sender, seconds))
            case {"type": "presence", "customer": customer, "support": support}:
                self._tell(Presence(customer, support))
            case {"type": "ping"}:
                self._signal({"type": "pong"})

    def _receive(self, seq: int, frame: dict[str, Any]) -> None:
        if self._seq is not None and seq <= self._seq:
            return
        if self._seq is not None and seq > self._seq + 1:
            raise BrokenProtocol
        self._seq = seq
        self._tell(Message(*(frame[name] for name in Message._fields)))

    def _signal(self, frame: dict[str, Any]) -> None:
        if self._online_since is not None:
            self._sender.signal(frame)

    def _let_go(self, code: int) -> None:
        if code == FRAME_TOO_LARGE:
            self._sender.too_large()
        self._sender.offline()
        self._online_since = None
        if code == RELOAD:
            self._seq = None
            self._read_up_to = 0
            self._tell(Reset())


async def _next_frame(socket: ClientConnection) -> dict[str, Any]:
    try:
        frame = json.loads(await socket.recv())
    except ValueError as error:
        raise BrokenProtocol from error
    if not isinstance(frame, dict):
        raise BrokenProtocol
    return frame
