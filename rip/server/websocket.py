"""uvicorn's WebSocket protocol, with less memory for each socket and less work for each frame.

A site has thousands of idle sockets, and most of the memory of each is never used again: four
copies of the handshake's headers, and asyncio's queues and events, which reserve room for 64
entries each. And nearly every frame is a short text that arrives in one piece: such frames are
parsed here, past the general machinery.

Relies on the methods of `WebSocketsSansIOProtocol` that it overrides, on its attributes, and on
`state` and `close_sent` of websockets' protocol. `tests/server/test_libraries.py` fails when one of
them changes. See docs/decisions/052-small-idle-sockets.md.
"""

import asyncio
from typing import Any, Final

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.protocol import OPEN
from websockets.speedups import apply_mask

from rip.server.event_queue import EventQueue
from rip.server.frames import DIRECT, FINAL_TEXT

MASKED: Final = 0x80
# With so many frames queued for the application, reading from the client pauses.
MAX_QUEUED_FRAMES: Final = 16
# The general parser queues all frames of what it is given: at most so many bytes of them.
PART: Final = 4096


class Gate:
    """The part of asyncio.Event that uvicorn needs, small while nobody waits."""

    __slots__ = ("_waiters", "is_open")

    def __init__(self) -> None:
        self.is_open = True
        self._waiters: list[asyncio.Future[None]] | None = None

    def set(self) -> None:
        self.is_open = True
        waiters, self._waiters = self._waiters, None
        for waiter in waiters or ():
            if not waiter.done():
                waiter.set_result(None)

    def clear(self) -> None:
        self.is_open = False

    async def wait(self) -> None:
        while not self.is_open:
            waiter = asyncio.get_running_loop().create_future()
            self._waiters = [*(self._waiters or ()), waiter]
            await waiter


class WebSocketProtocol(WebSocketsSansIOProtocol):
    """Drops the handshake once the socket is accepted: the application reads its headers before.

    Offers the extension `DIRECT` in the scope: see `rip.server.frames`.
    """

    # uvicorn's own attributes too: with all of them in slots, a socket has no dictionary to fill.
    __slots__ = (
        "_parses_short_frames",
        "_unread",
        "app",
        "app_state",
        "asgi_version",
        "client",
        "close_sent",
        "close_timeout",
        "close_timer",
        "config",
        "conn",
        "connections",
        "curr_msg_data_type",
        "default_headers",
        "disconnected",
        "frames",
        "handshake_complete",
        "handshake_initiated",
        "initial_response",
        "last_ping_rtt",
        "logger",
        "loop",
        "pending_ping_payload",
        "ping_interval",
        "ping_sent_at",
        "ping_timeout",
        "ping_timer",
        "pong_timer",
        "queue",
        "read_paused",
        "root_path",
        "scheme",
        "scope",
        "server",
        "tasks",
        "transport",
        "writable",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.queue: EventQueue = EventQueue(self.resume_reading)  # type: ignore[assignment]
        self.writable: Gate = Gate()  # type: ignore[assignment]
        # What has arrived and is not read: the beginning of a frame, or all that came after the
        # frames that are queued already. Read frames take many times the space of their bytes.
        self._unread = b""
        # False once the general parser was given a frame in parts: it then buffers the rest, too.
        self._parses_short_frames = True

    def on_task_complete(self, task: "asyncio.Task[None]") -> None:
        super().on_task_complete(task)
        if not self.disconnected and self.transport.get_write_buffer_size():
            # The client does not read: do not wait for it forever.
            self.loop.call_later(self.close_timeout, self.transport.abort)

    def handle_connect(self, event: Any) -> None:
        super().handle_connect(event)
        if self.response.status_code == 101:
            self.scope["extensions"][DIRECT] = {"write": self.write, "inbox": self.queue}

    async def send(self, message: Any) -> None:
        await super().send(message)
        if message["type"] == "websocket.accept":
            del self.request, self.response
            self.scope["headers"] = []
        elif message["type"] == "websocket.close":
            # The client's goodbye may be among it.
            self._read_on()

    async def receive(self) -> Any:
        message = await self.queue.get()
        if self.queue.empty():
            self.resume_reading()
        return message

    def send_receive_event_to_app(self) -> None:
        super().send_receive_event_to_app()
        if self.queue.empty():
            # It was delivered at once, so no `receive` follows that would resume reading.
            self.resume_reading()

    def resume_reading(self) -> None:
        """Read from the client again, if reading was paused."""
        if self.read_paused and not self.transport.is_closing():
            self.read_paused = False
            self._read_on()
            if not self.read_paused:
                self.transport.resume_reading()

    def _read_on(self) -> None:
        if self._unread:
            self.data_received(b"")

    def write(self, frame: bytes) -> bool:
        """See `frames.Write`."""
        if not self.writable.is_open or self.close_sent or self.conn.state is not OPEN:
            return False
        if self.transport.is_closing():
            return False
        self.transport.write(frame)
        return True

    def data_received(self, data: bytes) -> None:
        if self._unread:
            data = self._unread + data
            self._unread = b""
        start = 0
        if self._parses_short_frames and self.handshake_complete:
            start = self._read_short_frames(data)
        self._read_frames(data, start)

    def _read_short_frames(self, data: bytes) -> int:
        """Queue the short frames in `data`; return where the general parser has to go on."""
        start = 0
        while start < len(data):
            if self.read_paused:
                self._unread = data[start:]
                break
            end = _end_of_short_frame(data, start)
            if end is None:
                self._parses_short_frames = False
                return start
            if end > len(data):
                self._unread = data[start:]
                break
            if not self._queue_short_frame(data, start, end):
                super().data_received(data[start:end])
            start = end
        return len(data)

    def _read_frames(self, data: bytes, start: int) -> None:
        """Let the general parser read the rest of `data`, a part at a time while it may."""
        for begin in range(start, len(data), PART):
            if self.read_paused:
                self._unread = data[begin:]
                return
            super().data_received(data[begin : begin + PART])

    def keepalive_timeout(self) -> None:
        if self.read_paused and self.ping_timeout is not None:
            # The answer to the ping may be among what is not read yet.
            self.pong_timer = self.loop.call_later(self.ping_timeout, self.keepalive_timeout)
        else:
            super().keepalive_timeout()

    def handle_parser_exception(self) -> None:
        """Send the close frame, and ignore data that is still on its way: a connection that is
        closed with data unread is reset, and then the client may never get the close frame."""
        if self.close_sent:
            return
        close = self.conn.close_sent
        assert close is not None
        disconnect = {"type": "websocket.disconnect", "code": close.code, "reason": close.reason}
        self.queue.put_nowait(disconnect)
        self.transport.write(b"".join(self.conn.data_to_send()))
        self.close_sent = True
        self.close_timer = self.loop.call_later(self.close_timeout, self.transport.close)
        if self.transport.can_write_eof():
            self.transport.write_eof()

    def _queue_short_frame(self, data: bytes, start: int, end: int) -> bool:
        """Queue the text of a frame; False if it is not a valid text frame."""
        if data[start] != FINAL_TEXT or self.close_sent or self.conn.state is not OPEN:
            return False
        payload = start + (6 if data[start + 1] & 0x7F < 126 else 8)
        try:
            text = apply_mask(data[payload:end], data[payload - 4 : payload]).decode()
        except UnicodeDecodeError:
            return False
        self.queue.put_nowait({"type": "websocket.receive", "text": text})
        if not self.read_paused and len(self.queue) >= MAX_QUEUED_FRAMES:
            self.read_paused = True
            self.transport.pause_reading()
        return True


def _end_of_short_frame(data: bytes, start: int) -> int | None:
    """Return the index after the frame that begins at `start`; it may be beyond the end of `data`.

    None if it is not a complete, short, masked message or control frame (RFC 6455, section 5.2).
    """
    first = data[start]
    # Final, no extension bits; text, binary, or a control frame, but no part of a message.
    if first & 0xF0 != 0x80 or first == 0x80:
        return None
    if len(data) < start + 2:
        return start + 2 + 1
    size = data[start + 1] - MASKED
    if size < 0:
        return None
    if size < 126:
        return start + 6 + size
    if size == 127:
        return None
    if len(data) < start + 4:
        return start + 4 + 1
    return start + 8 + int.from_bytes(data[start + 2 : start + 4], "big")
