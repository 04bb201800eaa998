"""uvicorn's WebSocket protocol, with less to carry for every socket and less to do for every frame.

A site keeps thousands of idle sockets, and most of what each takes is never used again: the
handshake's headers, kept four times, and asyncio's queues and events, which reserve room for 64
entries each. And nearly every frame is a short text that came in one piece, and is answered while
the socket takes more: such frames pass by the general machinery.
docs/decisions/052-small-idle-sockets.md says why.
"""

import asyncio
from typing import Any, Final

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.protocol import OPEN
from websockets.speedups import apply_mask

from rip.server.event_queue import EventQueue
from rip.server.frames import DIRECT, FINAL_TEXT

MASKED: Final = 0x80
# How many frames may wait for the application before the client is made to wait.
FRAMES_AHEAD: Final = 16


class Gate:
    """The part of asyncio.Event that uvicorn needs: open most of the time, with nobody waiting."""

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
    """Forgets the handshake once it is done. What handles a socket reads its scope before that.

    The scope's extension `DIRECT` writes a whole frame at once: see `rip.server.frames`.
    """

    # Nearly all of uvicorn's own attributes too: a dictionary of so many takes 1.5 KiB.
    __slots__ = (
        "_begun",
        "_reads_short_frames",
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
        self.queue: EventQueue = EventQueue(self.read_on)  # type: ignore[assignment]
        self.writable: Gate = Gate()  # type: ignore[assignment]
        # The beginning of a frame whose rest has not come yet.
        self._begun = b""
        # Whether frames are still read here. What the general path was given a part of, it keeps.
        self._reads_short_frames = True

    def on_task_complete(self, task: "asyncio.Task[None]") -> None:
        super().on_task_complete(task)
        if not self.disconnected and self.transport.get_write_buffer_size():
            # The client has stopped reading: it need not be waited for forever.
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

    def send_receive_event_to_app(self) -> None:
        super().send_receive_event_to_app()
        if self.queue.empty():
            # It was handed over at once, and nobody will come to fetch it.
            self.read_on()

    def read_on(self) -> None:
        """Take more from the client, if it was made to wait."""
        if self.read_paused and not self.transport.is_closing():
            self.read_paused = False
            self.transport.resume_reading()

    def write(self, frame: bytes) -> bool:
        """Write a whole frame, unless the client must be waited for or is gone."""
        if not self.writable.is_open or self.close_sent or self.conn.state is not OPEN:
            return False
        if self.transport.is_closing():
            return False
        self.transport.write(frame)
        return True

    def data_received(self, data: bytes) -> None:
        if not self._reads_short_frames or not self.handshake_complete:
            super().data_received(data)
            return
        if self._begun:
            data = self._begun + data
            self._begun = b""
        at = 0
        while at < len(data):
            end = _end_of_short_frame(data, at)
            if end is None:
                self._reads_short_frames = False
                super().data_received(data[at:])
                return
            if end > len(data):
                self._begun = data[at:]
                return
            if not self._take_short_frame(data, at, end):
                super().data_received(data[at:end])
            at = end

    def handle_parser_exception(self) -> None:
        """Say what was wrong, and take no notice of what is still on its way: a connection that is
        closed with something unread is reset, and then the client may never learn why."""
        if self.close_sent:
            return
        said = self.conn.close_sent
        assert said is not None
        disconnect = {"type": "websocket.disconnect", "code": said.code, "reason": said.reason}
        self.queue.put_nowait(disconnect)
        self.transport.write(b"".join(self.conn.data_to_send()))
        self.close_sent = True
        self.close_timer = self.loop.call_later(self.close_timeout, self.transport.close)
        if self.transport.can_write_eof():
            self.transport.write_eof()

    def _take_short_frame(self, data: bytes, at: int, end: int) -> bool:
        """Queue the text of a frame; whether it was one that has a text."""
        if data[at] != FINAL_TEXT or self.close_sent or self.conn.state is not OPEN:
            return False
        start = at + (6 if data[at + 1] & 0x7F < 126 else 8)
        try:
            text = apply_mask(data[start:end], data[start - 4 : start]).decode()
        except UnicodeDecodeError:
            return False
        self.queue.put_nowait({"type": "websocket.receive", "text": text})
        if not self.read_paused and len(self.queue) >= FRAMES_AHEAD:
            self.read_paused = True
            self.transport.pause_reading()
        return True


def _end_of_short_frame(data: bytes, at: int) -> int | None:
    """Where the whole frame that begins at `at` ends, perhaps beyond what has come of it.

    None if it is not a whole, short, masked message or control frame (RFC 6455, section 5.2).
    """
    first = data[at]
    # Final, no extension bits; text, binary, or a control frame. Parts of a message are not whole.
    if first & 0xF0 != 0x80 or first == 0x80:
        return None
    if len(data) < at + 2:
        return at + 2 + 1
    size = data[at + 1] - MASKED
    if size < 0:
        return None
    if size < 126:
        return at + 6 + size
    if size == 127:
        return None
    if len(data) < at + 4:
        return at + 4 + 1
    return at + 8 + int.from_bytes(data[at + 2 : at + 4], "big")
