"""What joining a room costs, however long its history is."""

import asyncio
import itertools
import statistics
import time
from collections.abc import Iterator

import uvloop

from bench.chat.rip import address, rip, seeded
from bench.chat.services import services
from bench.chat.socket import open_socket
from bench.chat.stand import own_database
from bench.report import Goal, Part, Sheet
from tests.running import Server

HISTORIES = (100, 100_000, 1_000_000)
HISTORY_FRAMES = 50
JOINS = 50
WARM_UP_JOINS = 5
JOIN_SECONDS = 30.0
MOST_GROWTH = 1.5


def run() -> Part:
    measured: dict[str, dict[int, list[float]]] = {}
    with rip() as server:
        measured["SQLite"] = _measure(server)
    with services() as used, own_database(used.mariadb) as url, rip(DATABASE_URL=url) as server:
        measured["MariaDB"] = _measure(server)
    columns = ["", *(f"{count:,} messages" for count in HISTORIES)]
    rows = [
        [f"RIP on {name}", *(_milliseconds(times[count]) for count in HISTORIES)]
        for name, times in measured.items()
    ]
    note = (
        f"From connecting until the {HISTORY_FRAMES}th frame of history, in ms: medians of {JOINS} "
        "joins, in turns, and the middle half of them."
    )
    return Part("join", [Sheet("Joining a room", columns, rows, [note])], list(_goals(measured)))


def _goals(measured: dict[str, dict[int, list[float]]]) -> Iterator[Goal]:
    least, most = HISTORIES[0], HISTORIES[-1]
    for name, times in measured.items():
        growth = statistics.median(times[most]) / statistics.median(times[least])
        claim = f"{name}: a join with {most:,} messages ÷ with {least:,}"
        yield Goal(claim, f"{growth:.2f}", f"≤ {MOST_GROWTH}", growth <= MOST_GROWTH)


def _milliseconds(seconds: list[float]) -> str:
    low, middle, high = (cut * 1000 for cut in statistics.quantiles(seconds, n=4))
    return f"{middle:.1f} ({low:.1f}–{high:.1f})"


def _measure(server: Server) -> dict[int, list[float]]:
    rooms = {}
    for count in HISTORIES:
        joins = JOINS + WARM_UP_JOINS
        ((room, tickets, _),) = seeded(server, rooms=1, messages=count, customer_tickets=joins)
        rooms[count] = [address(server, room, ticket) for ticket in tickets]
    return uvloop.run(_joins(rooms))


async def _joins(rooms: dict[int, list[str]]) -> dict[int, list[float]]:
    times: dict[int, list[float]] = {count: [] for count in rooms}
    for number in range(JOINS + WARM_UP_JOINS):
        for count, addresses in rooms.items():
            elapsed = await _join(addresses[number])
            if number >= WARM_UP_JOINS:
                times[count].append(elapsed)
    return times


async def _join(place: str) -> float:
    """Seconds until all of the history is there."""
    whole = asyncio.Event()
    frames = itertools.count(1)

    def on_text(frame: bytes) -> None:
        if next(frames) == HISTORY_FRAMES:
            whole.set()

    begun = time.perf_counter()
    socket = await open_socket(place, on_text)
    async with asyncio.timeout(JOIN_SECONDS):
        await whole.wait()
    elapsed = time.perf_counter() - begun
    socket.abort()
    await socket.closed
    return elapsed
