"""A few writes a second beside the reads, each read again at once: a read that starts after a
write was acknowledged must show it."""

import asyncio
import contextlib
import random
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Final

from bench.catalogue.workloads import price_change
from bench.data.adverts import PRICE_STEP, PRICE_STEPS
from bench.load.connections import HttpClient, connect
from bench.load.exchanges import require
from bench.servers.boards import Board, decode

WRITES_PER_SECOND: Final = 50
# Each writes to adverts of its own, so that it knows their prices.
WRITERS: Final = 10


@dataclass
class Written:
    """The number of acknowledged writes, and the seconds from the first to the last."""

    count: int = 0
    seconds: float = 0.0

    @property
    def per_second(self) -> float:
        return self.count / self.seconds if self.seconds else 0.0


@contextlib.asynccontextmanager
async def written_beside(board: Board) -> AsyncIterator[Written]:
    """Write until the block ends, WRITES_PER_SECOND times a second if the board can.

    Raises WrongResponse or OSError at the end when a write or the read after it went wrong.
    """
    written = Written()
    connections = [await connect(board.url) for _ in range(WRITERS)]
    begun = time.perf_counter()
    writing = [
        asyncio.create_task(_write(board, connection, writer, written))
        for writer, connection in enumerate(connections)
    ]
    try:
        yield written
    finally:
        written.seconds = time.perf_counter() - begun
        for task in writing:
            task.cancel()
        ended = await asyncio.gather(*writing, return_exceptions=True)
        for connection in connections:
            connection.close()
    for end in ended:
        if isinstance(end, Exception):
            raise end


async def _write(board: Board, connection: HttpClient, writer: int, written: Written) -> None:
    chance = random.Random(writer)
    loop = asyncio.get_running_loop()
    pause = WRITERS / WRITES_PER_SECOND
    due = loop.time() + writer / WRITES_PER_SECOND
    while True:
        await asyncio.sleep(due - loop.time())
        due = max(due + pause, loop.time())
        number = 1 + chance.randrange(board.size // WRITERS) * WRITERS + writer
        price = chance.randrange(PRICE_STEPS) * PRICE_STEP
        await connection.get(price_change(board, number, price))
        written.count += 1
        shown = decode(await connection.get(board.one(number).exchange()))["price"]
        require(shown == price, f"a read after the write showed {shown} instead of {price}")
