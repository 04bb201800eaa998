"""A few writes a second beside the reads, each looked for at once: a read that starts after a
write was acknowledged must show it."""

import asyncio
import contextlib
import random
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Final

from bench.catalogue.boards import Board, decode
from bench.catalogue.works import demand, price_change
from bench.connections import Patient, patient

WRITES_PER_SECOND: Final = 50


@dataclass
class Written:
    """How many writes were acknowledged, and the seconds they took all in all."""

    count: int = 0
    seconds: float = 0.0

    @property
    def per_second(self) -> float:
        return self.count / self.seconds if self.seconds else 0.0


@contextlib.asynccontextmanager
async def written_beside(
    board: Board, clock: Callable[[], float] = time.perf_counter
) -> AsyncIterator[Written]:
    """Write until the block ends: as often as was said, or as often as the board can.

    Raises WrongAnswer at the end when a write or the read after it went wrong.
    """
    connection = await patient(board.url)
    written = Written()
    begun = clock()
    writing = asyncio.create_task(_write(board, connection, written))
    try:
        yield written
    finally:
        written.seconds = clock() - begun
        if not writing.done():
            writing.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await writing
        connection.close()


async def _write(board: Board, connection: Patient, written: Written) -> None:
    chance = random.Random(board.size)
    loop = asyncio.get_running_loop()
    due = loop.time()
    while True:
        number, ask, price = price_change(board, chance)
        await connection.get(ask)
        written.count += 1
        shown = decode(await connection.get(board.one(number).ask()))["price"]
        demand(shown == price, f"a read after the write showed {shown} instead of {price}")
        due = max(due + 1 / WRITES_PER_SECOND, loop.time() - 1 / WRITES_PER_SECOND)
        await asyncio.sleep(due - loop.time())
