"""HTTP connections that do just what a load needs, so that the server is the bottleneck."""

import asyncio
import re
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Protocol, cast
from urllib.parse import urlsplit

LENGTH: Final = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
CHUNKED: Final = re.compile(rb"\r\ntransfer-encoding: *chunked", re.IGNORECASE)
LAST_CHUNK: Final = b"0\r\n\r\n"


class WrongAnswer(Exception):
    """The server did not answer as it should, so there is nothing to measure."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A request as it is sent, and what is right: the status of every answer, its size in bytes if
    that is known, and whatever `check` demands of the bodies that are read. It raises WrongAnswer.
    """

    encoded: bytes
    status: int
    check: Callable[[bytes], None] | None = None
    size: int | None = None


class _Body(Protocol):
    size: int

    def takes(self, data: bytes | memoryview) -> bool:
        """Whether the body ends with this. Raises WrongAnswer."""
        ...

    def joined(self, raw: bytes) -> bytes: ...


class _Sized:
    def __init__(self, size: int) -> None:
        self.size = self._missing = size

    def takes(self, data: bytes | memoryview) -> bool:
        self._missing -= len(data)
        if self._missing < 0:
            raise WrongAnswer("There are more bytes than the answer's Content-Length.")
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
        at = 0
        while True:
            start = raw.index(b"\r\n", at) + 2
            size = int(raw[at:start].partition(b";")[0], 16)
            if not size:
                return b"".join(chunks)
            chunks.append(raw[start : start + size])
            at = start + size + 2


def _body(head: bytes, status: int) -> _Body:
    if status in (204, 304):
        return _Sized(0)
    if length := LENGTH.search(head):
        return _Sized(int(length[1]))
    if CHUNKED.search(head):
        return _Chunked()
    raise WrongAnswer(f"The answer does not say how long it is:\n{head.decode(errors='replace')}")


def _words(raw: bytes) -> str:
    return raw[:1000].decode(errors="replace")


class Connection(ABC, asyncio.BufferedProtocol):
    """One request at a time. `answered` is called with each right answer; `failed` has the error
    that ended it all: WrongAnswer or OSError."""

    def __init__(self) -> None:
        self._buffer = memoryview(bytearray(1024 * 1024))
        self._transport: asyncio.WriteTransport | None = None
        self._ask: Ask | None = None
        self._head = b""
        self._body: _Body | None = None
        self._read: bytearray | None = None
        self.failed: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    @abstractmethod
    def answered(self, size: int, body: bytes | None) -> None: ...

    def send(self, ask: Ask, *, read: bool) -> None:
        """Ask; the body is kept and checked when it is to be read."""
        assert self._transport is not None
        self._ask, self._head, self._body = ask, b"", None
        self._read = bytearray() if read else None
        self._transport.write(ask.encoded)

    def close(self) -> None:
        self.failed.cancel()
        if self._transport is not None:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.WriteTransport", transport)

    def connection_lost(self, exc: Exception | None) -> None:
        self._fail(exc or WrongAnswer("The server closed the connection."))

    def get_buffer(self, sizehint: int) -> memoryview:
        return self._buffer

    def buffer_updated(self, nbytes: int) -> None:
        try:
            self._take(self._buffer[:nbytes])
        except WrongAnswer as error:
            self._fail(error)

    def _take(self, data: bytes | memoryview) -> None:
        assert self._ask is not None
        if self._body is None:
            self._head += bytes(data)
            end = self._head.find(b"\r\n\r\n")
            if end < 0:
                return
            if b" %d " % self._ask.status not in self._head[:16]:
                asked = self._ask.encoded.partition(b" HTTP/")[0]
                raise WrongAnswer(f"{_words(asked)} gave {_words(self._head)}")
            self._body = _body(self._head[: end + 2], self._ask.status)
            data = self._head[end + 4 :]
        if self._read is not None:
            self._read += data
        if self._body.takes(data):
            self._end(self._ask, self._body)

    def _end(self, ask: Ask, body: _Body) -> None:
        if ask.size is not None and body.size != ask.size:
            raise WrongAnswer(f"The answer has {body.size:,} bytes instead of {ask.size:,}.")
        whole = None if self._read is None else body.joined(bytes(self._read))
        if whole is not None and ask.check is not None:
            ask.check(whole)
        self.answered(body.size, whole)

    def _fail(self, error: Exception) -> None:
        if not self.failed.done():
            self.failed.set_exception(error)
            self.failed.exception()  # whoever has stopped to listen need not be told


class Patient(Connection):
    """Asks when it is told to, and waits for the answer."""

    _answer: "asyncio.Future[bytes]"

    async def get(self, ask: Ask) -> bytes:
        """The body of the answer. Raises WrongAnswer or OSError."""
        self._answer = asyncio.get_running_loop().create_future()
        self.send(ask, read=True)
        waits: set[asyncio.Future[Any]] = {self._answer, self.failed}
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        if self.failed.done():
            self.failed.result()
        return self._answer.result()

    def answered(self, size: int, body: bytes | None) -> None:
        self._answer.set_result(body or b"")


def place(url: str) -> tuple[str, int]:
    """The host and the port to connect to."""
    parts = urlsplit(url)
    return parts.hostname or "127.0.0.1", parts.port or 80


async def patient(url: str) -> Patient:
    loop = asyncio.get_running_loop()
    return (await loop.create_connection(Patient, *place(url)))[1]
