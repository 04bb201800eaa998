"""The cost of idle sockets: memory for each, and processor time for all."""

import asyncio

import uvloop

from bench.chat.conversations import Broken
from bench.load.many_sockets import allow_files, gather_limited, sources
from bench.load.sockets import Socket, open_socket
from bench.report.tables import Goal, Report, Table
from bench.servers.processes import cpu_seconds, open_files, rss_kib
from bench.servers.rip_chat import rip_chat, room_url, rooms_created

SOCKETS = 10_000
FIRST_SOCKETS = 200
OPENING_AT_ONCE = 100
SETTLE_SECONDS = 5.0
# The server pings every 20 s and compares positions every 10 to 25 s: all of it is seen.
WATCH_SECONDS = 45.0
MOST_KIB = 20.0
CLOSE_SECONDS = 120.0
JOIN_SECONDS = 60.0


def run(access_log: str) -> Report:
    allow_files(SOCKETS + FIRST_SOCKETS)
    with rip_chat(access_log) as server:
        made = rooms_created(server, rooms=SOCKETS + FIRST_SOCKETS, messages=1)
        urls = [room_url(server, room, ticket) for room, (ticket,), _ in made]
        return uvloop.run(_measure(server.process.pid, urls))


async def _measure(pid: int, urls: list[str]) -> Report:
    # The first sockets load shared code and start threads, which the others do not pay for.
    sockets = await _open(urls[:FIRST_SOCKETS])
    await asyncio.sleep(SETTLE_SECONDS)
    rss_before = rss_kib(pid)
    begun = asyncio.get_running_loop().time()
    sockets += await _open(urls[FIRST_SOCKETS:])
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
    return Report("idle", [Table("Idle sockets", columns, [row], [note])], [goal])


async def _close(pid: int, sockets: list[Socket]) -> None:
    """Close the sockets, and return when the server has noticed: it can be stopped at once."""
    for socket in sockets:
        socket.abort()
    async with asyncio.timeout(CLOSE_SECONDS):
        while open_files(pid) > FIRST_SOCKETS:  # noqa: ASYNC110  (another process has them)
            await asyncio.sleep(0.5)


async def _open(urls: list[str]) -> list[Socket]:
    pairs = zip(urls, sources(len(urls)), strict=True)
    return await gather_limited((_join(url, source) for url, source in pairs), OPENING_AT_ONCE)


async def _join(url: str, source: str) -> Socket:
    """Open a socket, and return when the room's one message has come: it has joined by then."""
    joined = asyncio.Event()
    socket = await open_socket(url, lambda _: joined.set(), source=source)
    async with asyncio.timeout(JOIN_SECONDS):
        await joined.wait()
    return socket
