"""HTTP connections that do just what a load needs, so that the server is the bottleneck."""

import asyncio
import re
from abc import ABC, abstractmethod
from typing import Any, Final, Protocol, cast
from urllib.parse import urlsplit

from bench.load.exchanges import Exchange, WrongResponse

LENGTH: Final = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
CHUNKED: Final = re.compile(rb"\r\ntransfer-encoding: *chunked", re.IGNORECASE)
LAST_CHUNK: Final = b"0\r\n\r\n"


class _Body(Protocol):
    size: int

    def takes(self, data: bytes | memoryview) -> bool:
        """Take a part of the body; True if it is the last. Raises WrongResponse."""
        ...

    def joined(self, raw: bytes) -> bytes: ...


class _Sized:
    def __init__(self, size: int) -> None:
        self.size = self._missing = size

    def takes(self, data: bytes | memoryview) -> bool:
        self._missing -= len(data)
        if self._missing < 0:
            raise WrongResponse("There are more bytes than the response's Content-Length.")
        return not self._missing

    def joined(self, raw: bytes) -> bytes:
        return raw


class _Chunked:
    """JSON holds no bare line ends, so the last chunk can be told without reading the others."""

    def __init__(self) -> None:
        self.size = 0
        self._tail = b""

    def takes(self, data: bytes | memoryview) -> bool:
        self.size += len(data)
        self._tail = (self._tail + bytes(data[-7:]))[-7:]
        return self._tail in (LAST_CHUNK, b"\r\n" + LAST_CHUNK)

    def joined(self, raw: bytes) -> bytes:
        chunks: list[bytes] = []
        line = 0
        while True:
            start = raw.index(b"\r\n", line) + 2
            size = int(raw[line:start].partition(b";")[0], 16)
            if not size:
                return b"".join(chunks)
            chunks.append(raw[start : start + size])
            line = start + size + 2


def _body(head: bytes, status: int) -> _Body:
    if status in (204, 304):
        return _Sized(0)
    if length := LENGTH.search(head):
        return _Sized(int(length[1]))
    if CHUNKED.search(head):
        return _Chunked()
    raise WrongResponse(f"The response does not say how long it is:\n{_text(head)}")


def _text(raw: bytes) -> str:
    return raw[:1000].decode(errors="replace")


class Connection(ABC, asyncio.BufferedProtocol):
    """Sends one request at a time. `responded` is called with each right response; `failed` has
    the error that ended the connection: WrongResponse or OSError."""

    def __init__(self) -> None:
        self._buffer = memoryview(bytearray(1024 * 1024))
        self._transport: asyncio.WriteTransport | None = None
        self._exchange: Exchange | None = None
        self._head = b""
        self._body: _Body | None = None
        self._read: bytearray | None = None
        self.failed: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    @abstractmethod
    def responded(self, size: int, body: bytes | None) -> None: ...

    def send(self, exchange: Exchange, *, read: bool) -> None:
        """Send a request; the body of its response is stored and checked with `read`."""
        assert self._transport is not None
        self._exchange, self._head, self._body = exchange, b"", None
        self._read = bytearray() if read else None
        self._transport.write(exchange.encoded)

    def close(self) -> None:
        self.failed.cancel()
        if self._transport is not None:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.WriteTransport", transport)

    def connection_lost(self, exc: Exception | None) -> None:
        self._fail(exc or WrongResponse("The server closed the connection."))

    def get_buffer(self, sizehint: int) -> memoryview:
        return self._buffer

    def buffer_updated(self, nbytes: int) -> None:
        try:
            self._take(self._buffer[:nbytes])
        except WrongResponse as error:
            self._fail(error)

    def _take(self, data: bytes | memoryview) -> None:
        assert self._exchange is not None
        if self._body is None:
            self._head += bytes(data)
            end = self._head.find(b"\r\n\r\n")
            if end < 0:
                return
            if b" %d " % self._exchange.status not in self._head[:16]:
                request = self._exchange.encoded.partition(b" HTTP/")[0]
                raise WrongResponse(f"{_text(request)} gave {_text(self._head)}")
            self._body = _body(self._head[: end + 2], self._exchange.status)
            data = self._head[end + 4 :]
        if self._read is not None:
            self._read += data
        if self._body.takes(data):
            self._end(self._exchange, self._body)

    def _end(self, exchange: Exchange, body: _Body) -> None:
        if exchange.size is not None and body.size != exchange.size:
            raise WrongResponse(
                f"The response has {body.size:,} bytes instead of {exchange.size:,}."
            )
        whole = None if self._read is None else body.joined(bytes(self._read))
        if whole is not None and exchange.check is not None:
            exchange.check(whole)
        self.responded(body.size, whole)

    def _fail(self, error: Exception) -> None:
        if not self.failed.done():
            self.failed.set_exception(error)
            self.failed.exception()  # nobody may be waiting for it


class HttpClient(Connection):
    """Sends a request when its caller wants, and waits for the response."""

    _response: "asyncio.Future[bytes]"

    async def get(self, exchange: Exchange) -> bytes:
        """Return the body of the response. Raises WrongResponse or OSError."""
        self._response = asyncio.get_running_loop().create_future()
        self.send(exchange, read=True)
        waits: set[asyncio.Future[Any]] = {self._response, self.failed}
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        if self.failed.done():
            self.failed.result()
        return self._response.result()

    def responded(self, size: int, body: bytes | None) -> None:
        self._response.set_result(body or b"")


def host_and_port(url: str) -> tuple[str, int]:
    """Return the host and the port to connect to."""
    parts = urlsplit(url)
    return parts.hostname or "127.0.0.1", parts.port or 80


async def connect(url: str) -> HttpClient:
    loop = asyncio.get_running_loop()
    return (await loop.create_connection(HttpClient, *host_and_port(url)))[1]
