"""The time that joining a room takes, by the length of its history."""

import asyncio
import itertools
import statistics
import time
from collections.abc import Iterator

import uvloop

from bench.load.sockets import open_socket
from bench.report.tables import Goal, Report, Table
from bench.servers.rip_chat import rip_chat, room_url, rooms_created
from bench.servers.services import own_database, services
from rip.chat.protocol.frames import HISTORY
from tests.kit.running import Server

HISTORIES = (100, 100_000, 1_000_000)
JOINS = 50
WARM_UP_JOINS = 5
JOIN_SECONDS = 30.0
MOST_GROWTH = 1.5


def run(access_log: str) -> Report:
    results: dict[str, dict[int, list[float]]] = {}
    with rip_chat(access_log) as server:
        results["SQLite"] = _measure(server)
    with (
        services() as used,
        own_database(used.mariadb) as url,
        rip_chat(access_log, DATABASE_URL=url) as server,
    ):
        results["MariaDB"] = _measure(server)
    columns = ["", *(f"{count:,} messages" for count in HISTORIES)]
    rows = [
        [f"RIP on {name}", *(_milliseconds(times[count]) for count in HISTORIES)]
        for name, times in results.items()
    ]
    note = (
        f"From connecting until the {HISTORY}th frame of history, in ms: medians of {JOINS} "
        "joins, by turns, and the middle half of them."
    )
    return Report("join", [Table("Joining a room", columns, rows, [note])], list(_goals(results)))


def _goals(results: dict[str, dict[int, list[float]]]) -> Iterator[Goal]:
    least, most = HISTORIES[0], HISTORIES[-1]
    for name, times in results.items():
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
        ((room, tickets, _),) = rooms_created(
            server, rooms=1, messages=count, customer_tickets=joins
        )
        rooms[count] = [room_url(server, room, ticket) for ticket in tickets]
    return uvloop.run(_joins(rooms))


async def _joins(rooms: dict[int, list[str]]) -> dict[int, list[float]]:
    times: dict[int, list[float]] = {count: [] for count in rooms}
    for number in range(JOINS + WARM_UP_JOINS):
        for count, urls in rooms.items():
            elapsed = await _join(urls[number])
            if number >= WARM_UP_JOINS:
                times[count].append(elapsed)
    return times


async def _join(url: str) -> float:
    """Return the seconds until the whole history has come."""
    whole = asyncio.Event()
    frames = itertools.count(1)

    def on_text(frame: bytes) -> None:
        if next(frames) == HISTORY:
            whole.set()

    begun = time.perf_counter()
    socket = await open_socket(url, on_text)
    async with asyncio.timeout(JOIN_SECONDS):
        await whole.wait()
    elapsed = time.perf_counter() - begun
    socket.abort()
    await socket.closed
    return elapsed
