"""A few writes a second beside the reads, each looked for at once: a read that starts after a
write was acknowledged must show it."""

import asyncio
import contextlib
import random
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Final

from bench.catalogue.adverts import PRICE_STEP, PRICE_STEPS
from bench.catalogue.boards import Board, decode
from bench.catalogue.works import demand, price_change
from bench.connections import Patient, patient

WRITES_PER_SECOND: Final = 50
# Each has adverts of its own, so that it knows what they must show.
WRITERS: Final = 10


@dataclass
class Written:
    """How many writes were acknowledged, and the seconds they took all in all."""

    count: int = 0
    seconds: float = 0.0

    @property
    def per_second(self) -> float:
        return self.count / self.seconds if self.seconds else 0.0


@contextlib.asynccontextmanager
async def written_beside(board: Board) -> AsyncIterator[Written]:
    """Write until the block ends: as often as was said, or as often as the board can.

    Raises WrongAnswer or OSError at the end when a write or the read after it went wrong.
    """
    written = Written()
    connections = [await patient(board.url) for _ in range(WRITERS)]
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


async def _write(board: Board, connection: Patient, writer: int, written: Written) -> None:
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
        shown = decode(await connection.get(board.one(number).ask()))["price"]
        demand(shown == price, f"a read after the write showed {shown} instead of {price}")
