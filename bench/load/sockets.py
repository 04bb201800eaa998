"""A WebSocket client that does just what a load needs, so that the server is the bottleneck."""

import asyncio
import base64
import os
from collections.abc import Callable
from typing import Final, cast
from urllib.parse import urlsplit

TEXT: Final = 0x81
CLOSE: Final = 0x88
PING: Final = 0x89
PONG: Final = 0x8A
ABNORMAL: Final = 1006

OPEN_SECONDS: Final = 120.0

OnText = Callable[[bytes], None]


class Socket(asyncio.Protocol):
    """One connection. `on_text` gets every text frame.

    `opened` is done when the server has taken the handshake; `closed` when the connection is gone,
    with the server's close code or `ABNORMAL`.
    """

    def __init__(self, url: str, on_text: OnText) -> None:
        self._url = urlsplit(url)
        self._on_text = on_text
        self._buffer = b""
        self._key = os.urandom(4)
        self._upgraded = False
        self._code = ABNORMAL
        self._transport: asyncio.Transport | None = None
        loop = asyncio.get_running_loop()
        self.opened: asyncio.Future[None] = loop.create_future()
        self.closed: asyncio.Future[int] = loop.create_future()

    def frame(self, payload: bytes, first: int = TEXT) -> bytes:
        """Return a masked frame. Its payload may have up to 65,535 bytes."""
        size = len(payload)
        key = self._key
        mask = int.from_bytes((key * (size // 4 + 1))[:size], "big")
        masked = (int.from_bytes(payload, "big") ^ mask).to_bytes(size, "big")
        if size < 126:
            return bytes((first, 0x80 | size)) + key + masked
        return bytes((first, 0xFE)) + size.to_bytes(2, "big") + key + masked

    def send(self, payload: bytes) -> None:
        assert self._transport is not None
        self._transport.write(self.frame(payload))

    def abort(self) -> None:
        if self._transport is not None:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        path = f"{self._url.path}?{self._url.query}"
        self._transport.write(
            f"GET {path} HTTP/1.1\r\nHost: {self._url.netloc}\r\nConnection: Upgrade\r\n"
            "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}\r\n\r\n".encode()
        )

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.closed.done():
            self.closed.set_result(self._code)
        if not self.opened.done():
            self.opened.set_exception(ConnectionError("The socket was not opened."))

    def data_received(self, data: bytes) -> None:
        if self._buffer:
            data = self._buffer + data
        if not self._upgraded:
            end = data.find(b"\r\n\r\n") + 4
            if end < 4:
                self._buffer = data
                return
            if b" 101 " not in data[:16]:
                self.abort()
                return
            self._upgraded = True
            self.opened.set_result(None)
            data = data[end:]
        self._buffer = data[self._read_frames(data) :]

    def _read_frames(self, data: bytes) -> int:
        """Handle the complete frames in `data`, and return the index of the rest."""
        index, size = 0, len(data)
        while size - index >= 2:
            start, length = index + 2, data[index + 1]
            if length >= 126:
                start += 2 if length == 126 else 8
                length = int.from_bytes(data[index + 2 : start], "big")
            end = start + length
            if end > size or start > size:
                break
            self._take(data[index], data[start:end])
            index = end
        return index

    def _take(self, first: int, payload: bytes) -> None:
        if first == TEXT:
            self._on_text(payload)
        elif first == PING and self._transport is not None:
            self._transport.write(self.frame(payload, PONG))
        elif first == CLOSE and self._transport is not None:
            self._code = int.from_bytes(payload[:2], "big") or ABNORMAL
            self._transport.write(self.frame(payload[:2], CLOSE))
            self._transport.close()


async def open_socket(url: str, on_text: OnText, *, source: str | None = None) -> Socket:
    """Connect, from the local IP `source` if given. Raises OSError or TimeoutError."""
    parts = urlsplit(url)
    async with asyncio.timeout(OPEN_SECONDS):
        _, socket = await asyncio.get_running_loop().create_connection(
            lambda: Socket(url, on_text),
            parts.hostname or "127.0.0.1",
            parts.port or 80,
            local_addr=(source, 0) if source else None,
        )
        await socket.opened
    return socket
