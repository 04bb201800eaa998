"""HTTP load: keep-alive connections, each with one request in flight."""

import asyncio
import re
import time
from dataclasses import dataclass, field
from typing import cast
from urllib.parse import urlsplit

from bench.figures import Figures

CONNECTIONS = 16
WARM_UP_SECONDS = 1.0
LENGTH = re.compile(rb"\r\ncontent-length: (\d+)", re.IGNORECASE)


@dataclass(frozen=True)
class Request:
    """What is asked, over and over, and the status that is right."""

    url: str
    method: str = "GET"
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    status: int = 200

    def encode(self) -> bytes:
        parts = urlsplit(self.url)
        headers = {"Host": parts.netloc, "Content-Length": str(len(self.body)), **self.headers}
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        return f"{self.method} {parts.path} HTTP/1.1\r\n{lines}\r\n".encode() + self.body


class WrongAnswer(Exception):
    """The server did not answer as it should, so there is nothing to measure."""


class Caller(asyncio.BufferedProtocol):
    """One connection. Bodies are counted, not kept."""

    def __init__(self, request: Request) -> None:
        self._request = request.encode()
        self._status = b" %d " % request.status
        self._buffer = memoryview(bytearray(1024 * 1024))
        self._head = b""
        self._missing = 0
        self._sent = 0.0
        self._transport: asyncio.WriteTransport | None = None
        self.latencies: list[float] = []
        self.failed: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.WriteTransport", transport)
        self._ask()

    def get_buffer(self, sizehint: int) -> memoryview:
        return self._buffer

    def buffer_updated(self, nbytes: int) -> None:
        if self._missing:
            self._missing -= nbytes
        else:
            self._head += self._buffer[:nbytes].tobytes()
            end = self._head.find(b"\r\n\r\n")
            length = LENGTH.search(self._head)
            if end < 0 or length is None:
                return
            if self._status not in self._head[:16]:
                self._fail(WrongAnswer(self._head[:2000].decode(errors="replace")))
                return
            self._missing = int(length[1]) - (len(self._head) - end - 4)
            self._head = b""
        if not self._missing:
            self.latencies.append(time.perf_counter() - self._sent)
            self._ask()

    def connection_lost(self, exc: Exception | None) -> None:
        self._fail(exc or WrongAnswer("The server closed the connection."))

    def close(self) -> None:
        self.failed.cancel()
        if self._transport is not None:
            self._transport.abort()

    def _ask(self) -> None:
        assert self._transport is not None
        self._sent = time.perf_counter()
        self._transport.write(self._request)

    def _fail(self, error: Exception) -> None:
        if not self.failed.done():
            self.failed.set_exception(error)


async def measure(request: Request, seconds: float) -> Figures:
    """Ask for `seconds`, after a warm-up. Raises WrongAnswer."""
    parts = urlsplit(request.url)
    loop = asyncio.get_running_loop()
    host, port = parts.hostname or "127.0.0.1", parts.port or 80
    callers = [
        (await loop.create_connection(lambda: Caller(request), host, port))[1]
        for _ in range(CONNECTIONS)
    ]
    try:
        await _while_all_go_well(callers, WARM_UP_SECONDS)
        for caller in callers:
            caller.latencies.clear()
        started = time.perf_counter()
        await _while_all_go_well(callers, seconds)
        elapsed = time.perf_counter() - started
        return Figures(elapsed, [one for caller in callers for one in caller.latencies])
    finally:
        for caller in callers:
            caller.close()


async def _while_all_go_well(callers: list[Caller], seconds: float) -> None:
    done, _ = await asyncio.wait(
        [caller.failed for caller in callers],
        timeout=seconds,
        return_when=asyncio.FIRST_COMPLETED,
    )
    for failed in done:
        failed.result()
