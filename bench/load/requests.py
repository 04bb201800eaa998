"""HTTP load: keep-alive connections, each with one request in flight."""

import asyncio
import itertools
import time
from collections.abc import Callable, Iterator
from typing import Final

from bench.load.connections import Connection, host_and_port
from bench.load.exchanges import Exchange, Request
from bench.load.measurement import Measurement

CONNECTIONS: Final = 16
WARM_UP_SECONDS: Final = 1.0
# Reading a response costs more than getting it: each connection reads its first, and then few.
READ_FIRST: Final = 3
READ_EVERY: Final = 64


class LoadConnection(Connection):
    """Sends one request after the other, as long as the connection lives."""

    def __init__(self, exchanges: Iterator[Exchange]) -> None:
        super().__init__()
        self._exchanges = exchanges
        self._sent = 0.0
        self._count = 0
        self.latencies: list[float] = []
        self.bytes = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self._next()

    def responded(self, size: int, body: bytes | None) -> None:
        self.latencies.append(time.perf_counter() - self._sent)
        self.bytes += size
        self._next()

    def reset(self) -> None:
        self.latencies.clear()
        self.bytes = 0

    def _next(self) -> None:
        exchange = next(self._exchanges)
        self._count += 1
        self._sent = time.perf_counter()
        sample = self._count <= READ_FIRST or not self._count % READ_EVERY
        self.send(exchange, read=sample or exchange.read)


async def measure(request: Request, seconds: float) -> Measurement:
    """Send the same request for `seconds`, after a warm-up. Raises WrongResponse or OSError."""
    return await measure_all(request.url, itertools.repeat(request.exchange()), seconds)


async def measure_all(
    url: str,
    exchanges: Iterator[Exchange],
    seconds: float,
    warm_up: float = WARM_UP_SECONDS,
    server_cpu: Callable[[], float] = lambda: 0.0,
) -> Measurement:
    """Send the requests to the server at `url` for `seconds`, after a warm-up.

    `server_cpu` returns the seconds of processor time that the server has used so far.
    Raises WrongResponse or OSError.
    """
    loop = asyncio.get_running_loop()
    connections = [
        (await loop.create_connection(lambda: LoadConnection(exchanges), *host_and_port(url)))[1]
        for _ in range(CONNECTIONS)
    ]
    try:
        await _until_one_fails(connections, warm_up)
        for connection in connections:
            connection.reset()
        begun, cpu, used = time.perf_counter(), time.process_time(), server_cpu()
        await _until_one_fails(connections, seconds)
        elapsed = time.perf_counter() - begun
        return Measurement(
            elapsed,
            [one for connection in connections for one in connection.latencies],
            bytes=sum(connection.bytes for connection in connections),
            server_cpu=(server_cpu() - used) / elapsed,
            load_cpu=(time.process_time() - cpu) / elapsed,
        )
    finally:
        for connection in connections:
            connection.close()


async def _until_one_fails(connections: list[LoadConnection], seconds: float) -> None:
    done, _ = await asyncio.wait(
        [connection.failed for connection in connections],
        timeout=seconds,
        return_when=asyncio.FIRST_COMPLETED,
    )
    for failed in done:
        failed.result()
