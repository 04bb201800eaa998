"""HTTP load: keep-alive connections, each with one request in flight."""

import asyncio
import itertools
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from bench.connections import Ask, Connection, place
from bench.figures import Figures

CONNECTIONS: Final = 16
WARM_UP_SECONDS: Final = 1.0
# Reading an answer costs more than getting it: every connection's first ones are read, then these.
READ_FIRST: Final = 3
READ_EVERY: Final = 64


@dataclass(frozen=True)
class Request:
    """What is asked, and the status that is right."""

    url: str
    method: str = "GET"
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    status: int = 200

    def encode(self) -> bytes:
        parts = urlsplit(self.url)
        target = f"{parts.path}?{parts.query}" if parts.query else parts.path
        headers = {"Host": parts.netloc, "Content-Length": str(len(self.body)), **self.headers}
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        return f"{self.method} {target} HTTP/1.1\r\n{lines}\r\n".encode() + self.body

    def ask(self, check: Callable[[bytes], None] | None = None, size: int | None = None) -> Ask:
        return Ask(self.encode(), self.status, check, size)


class Caller(Connection):
    """Asks one thing after the other, as long as the connection lives."""

    def __init__(self, asks: Iterator[Ask]) -> None:
        super().__init__()
        self._asks = asks
        self._sent = 0.0
        self._count = 0
        self.latencies: list[float] = []
        self.bytes = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self._next()

    def answered(self, size: int, body: bytes | None) -> None:
        self.latencies.append(time.perf_counter() - self._sent)
        self.bytes += size
        self._next()

    def forget(self) -> None:
        self.latencies.clear()
        self.bytes = 0

    def _next(self) -> None:
        ask = next(self._asks)
        self._count += 1
        self._sent = time.perf_counter()
        self.send(ask, read=self._count <= READ_FIRST or not self._count % READ_EVERY)


async def measure(request: Request, seconds: float) -> Figures:
    """Ask the same for `seconds`, after a warm-up. Raises WrongAnswer or OSError."""
    return await measure_all(request.url, itertools.repeat(request.ask()), seconds)


async def measure_all(
    url: str,
    asks: Iterator[Ask],
    seconds: float,
    warm_up: float = WARM_UP_SECONDS,
    server_cpu: Callable[[], float] = lambda: 0.0,
) -> Figures:
    """Ask the server at `url` one after the other for `seconds`, after a warm-up.

    `server_cpu` tells how many seconds of processor time the server has used up to now.
    Raises WrongAnswer or OSError.
    """
    loop = asyncio.get_running_loop()
    callers = [
        (await loop.create_connection(lambda: Caller(asks), *place(url)))[1]
        for _ in range(CONNECTIONS)
    ]
    try:
        await _while_all_go_well(callers, warm_up)
        for caller in callers:
            caller.forget()
        begun, cpu, used = time.perf_counter(), time.process_time(), server_cpu()
        await _while_all_go_well(callers, seconds)
        elapsed = time.perf_counter() - begun
        return Figures(
            elapsed,
            [one for caller in callers for one in caller.latencies],
            bytes=sum(caller.bytes for caller in callers),
            server_cpu=(server_cpu() - used) / elapsed,
            load_cpu=(time.process_time() - cpu) / elapsed,
        )
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
