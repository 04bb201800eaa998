"""What sockets cost that only wait: memory for each, and processor time for all."""

import asyncio

import uvloop

from bench.chat.crowd import allow_files, in_turns, sources
from bench.chat.rip import address, rip, seeded
from bench.chat.socket import Socket, open_socket
from bench.chat.talk import Broken
from bench.processes import cpu_seconds, open_files, rss_kib
from bench.report import Goal, Part, Sheet

SOCKETS = 10_000
FIRST_SOCKETS = 200
OPENING_AT_ONCE = 100
SETTLE_SECONDS = 5.0
# The server pings every 20 s and compares positions every 10 to 25 s: all of it is seen.
WATCH_SECONDS = 45.0
MOST_KIB = 20.0
CLOSE_SECONDS = 120.0
JOIN_SECONDS = 60.0


def run() -> Part:
    allow_files(SOCKETS + FIRST_SOCKETS)
    with rip() as server:
        made = seeded(server, rooms=SOCKETS + FIRST_SOCKETS, messages=1)
        addresses = [address(server, room, ticket) for room, (ticket,), _ in made]
        return uvloop.run(_measure(server.process.pid, addresses))


async def _measure(pid: int, addresses: list[str]) -> Part:
    # The first ones load what all share, and grow the pools of threads.
    sockets = await _open(addresses[:FIRST_SOCKETS])
    await asyncio.sleep(SETTLE_SECONDS)
    rss_before = rss_kib(pid)
    begun = asyncio.get_running_loop().time()
    sockets += await _open(addresses[FIRST_SOCKETS:])
    opening = asyncio.get_running_loop().time() - begun
    await asyncio.sleep(SETTLE_SECONDS)
    cpu_before = cpu_seconds(pid)
    await asyncio.sleep(WATCH_SECONDS)
    cpu = (cpu_seconds(pid) - cpu_before) / WATCH_SECONDS
    rss = rss_kib(pid)
    gone = sum(socket.closed.done() for socket in sockets)
    if gone:
        raise Broken(f"{gone} idle sockets were closed.")
    each = (rss - rss_before) / SOCKETS
    await _close(pid, sockets)
    row = [
        f"{len(sockets):,}",
        f"{rss / 1024:,.0f}",
        f"{each:.1f}",
        f"{cpu:.1%}",
        f"{SOCKETS / opening:,.0f}",
    ]
    columns = ["sockets", "RSS, MiB", "RSS per socket, KiB", "CPU", "joins/s"]
    note = (
        f"One process on SQLite; each socket is a customer's in their own room. CPU over "
        f"{WATCH_SECONDS:.0f} s. The RSS of the process with {FIRST_SOCKETS} sockets is taken off."
    )
    goal = Goal("RSS per idle socket", f"{each:.1f} KiB", f"≤ {MOST_KIB:.0f} KiB", each <= MOST_KIB)
    return Part("idle", [Sheet("Idle sockets", columns, [row], [note])], [goal])


async def _close(pid: int, sockets: list[Socket]) -> None:
    """Returns when the server has noticed, so that it can be stopped at once."""
    for socket in sockets:
        socket.abort()
    async with asyncio.timeout(CLOSE_SECONDS):
        while open_files(pid) > FIRST_SOCKETS:  # noqa: ASYNC110  (another process has them)
            await asyncio.sleep(0.5)


async def _open(addresses: list[str]) -> list[Socket]:
    places = zip(addresses, sources(len(addresses)), strict=True)
    return await in_turns((_join(place, source) for place, source in places), OPENING_AT_ONCE)


async def _join(place: str, source: str) -> Socket:
    """Returns when the room's one message has come: a socket is open before it is let in."""
    joined = asyncio.Event()
    socket = await open_socket(place, lambda _: joined.set(), source=source)
    async with asyncio.timeout(JOIN_SECONDS):
        await joined.wait()
    return socket
