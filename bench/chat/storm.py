"""A restart of the server, after which all its clients come back at once."""

import asyncio
import random
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import uvloop

from bench.load.many_sockets import allow_files, gather_limited, sources
from bench.load.sockets import Socket, open_socket
from bench.report.tables import Goal, Report, Table
from bench.servers.launch import pinned
from bench.servers.rip_chat import rip_chat, room_url, rooms_created
from tests.kit.running import Server

CLIENTS = 5_000
OPENING_AT_ONCE = 100
MESSAGES = 10
MISSED = 3
# A socket that the server opened has used its ticket up, even if it was closed at once.
TICKETS = 12
FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 4.0
ALL_BACK_SECONDS = 180.0
STOP_SECONDS = 60.0
RESTARTING = 1012


@dataclass(eq=False)
class Client:
    """A client that reconnects with `since` until everything it missed has come."""

    url: str
    tickets: list[str]
    source: str
    tries: int = 0
    # Frames that were not the next one.
    wrong: int = 0
    closes: Counter[int] = field(default_factory=Counter)
    socket: Socket | None = None
    _missing: list[int] = field(default_factory=list)
    _all_came: asyncio.Event = field(default_factory=asyncio.Event)

    async def open(self, since: int) -> Socket:
        self._all_came.clear()
        self._missing = list(range(since + 1, MESSAGES + 1))
        url = f"{self.url}{self.tickets[-1]}&since={since}"
        self.socket = await open_socket(url, self._on_text, source=self.source)
        self.tickets.pop()
        return self.socket

    async def come_back(self) -> float:
        """Return when all missed messages had come, by the monotonic clock."""
        assert self.socket is not None
        self.closes[await self.socket.closed] += 1
        pause = FIRST_PAUSE_SECONDS
        while True:
            await asyncio.sleep(random.uniform(0, pause))
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
            self.tries += 1
            try:
                socket = await self.open(MESSAGES - MISSED)
            except OSError:
                continue
            came = asyncio.create_task(self._all_came.wait())
            ends: set[asyncio.Future[Any]] = {came, socket.closed}
            await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
            if came.done():
                return time.monotonic()
            came.cancel()
            self.closes[socket.closed.result()] += 1

    def _on_text(self, frame: bytes) -> None:
        if not self._missing or b'"seq":%d,' % self._missing[0] not in frame:
            self.wrong += 1
            return
        self._missing.pop(0)
        if not self._missing:
            self._all_came.set()


@dataclass(frozen=True)
class Storm:
    """Seconds from the SIGTERM until the new server was ready, and until each client was back."""

    ready: float
    back: list[float]


def run(access_log: str) -> Report:
    allow_files(CLIENTS)
    with rip_chat(access_log) as server:
        made = rooms_created(server, rooms=CLIENTS, messages=MESSAGES, customer_tickets=TICKETS)
        clients = [
            Client(room_url(server, room, ""), tickets, source)
            for (room, tickets, _), source in zip(made, sources(CLIENTS), strict=True)
        ]
        return _report(clients, uvloop.run(_measure(server, clients)))


async def _measure(server: Server, clients: list[Client]) -> Storm:
    await gather_limited((client.open(MESSAGES) for client in clients), OPENING_AT_ONCE)
    begun = time.monotonic()
    restarting = asyncio.create_task(asyncio.to_thread(_restart, server))
    async with asyncio.timeout(ALL_BACK_SECONDS):
        back = await asyncio.gather(*(client.come_back() for client in clients))
        ready = await restarting
    for client in clients:
        if client.socket is not None:
            client.socket.abort()
    return Storm(ready - begun, [end - begun for end in back])


def _restart(server: Server) -> float:
    """Return when the new server was ready, by the monotonic clock."""
    server.process.terminate()
    server.process.wait(STOP_SECONDS)
    with pinned():
        server.start_again()
    return time.monotonic()


def _report(clients: list[Client], storm: Storm) -> Report:
    closes = sum((client.closes for client in clients), Counter[int]())
    wrong = sum(client.wrong for client in clients)
    unexpected = sum(count for code, count in closes.items() if code != RESTARTING)
    tries = sum(client.tries for client in clients)
    in_order = sorted(storm.back)
    row = [
        f"{len(clients):,}",
        f"{storm.ready:.1f}",
        f"{in_order[len(in_order) // 2]:.1f}",
        f"{in_order[-1]:.1f}",
        f"{in_order[-1] - storm.ready:.1f}",
        f"{tries / len(clients):.1f}",
        f"{wrong}",
    ]
    columns = [
        "clients",
        "server ready, s",
        "half are back, s",
        "all are back, s",
        "after it was ready, s",
        "tries each",
        "wrong frames",
    ]
    by_code = ", ".join(f"{code}: {count:,}" for code, count in sorted(closes.items()))
    notes = [
        (
            "Times from the SIGTERM, on SQLite. Each client comes back with `since` and a ticket "
            f"it has at hand, after a random pause that doubles from {FIRST_PAUSE_SECONDS} to "
            f"{LONGEST_PAUSE_SECONDS} s, and is back when the {MISSED} messages it missed came."
        ),
        f"Closes by code: {by_code}.",
    ]
    goals = [
        Goal("Clients that are back", f"{len(storm.back):,}", f"{len(clients):,}", True),
        Goal("Frames lost, repeated or out of order", str(wrong), "0", not wrong),
        Goal("Closes without “restarting, come back” (1012)", str(unexpected), "0", not unexpected),
    ]
    return Report("storm", [Table("Reconnect storm", columns, [row], notes)], goals)
