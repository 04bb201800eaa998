"""Attacks on the chat's sockets and on what may be asked without end, each for some seconds.

`python -m tests.attacks.sockets [--seconds 10]` starts a site and attacks it from one network by
one way after the other. Meanwhile others read an advert, ask who they are, and write to support.
It prints a line for each attack, and exits with 1 if anybody got a 5xx or the server grew by more
than MOST_GROWTH_MIB.
"""

import argparse
import asyncio
import json
import multiprocessing
import statistics
import sys
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, field
from typing import Any, Final

import httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException

from bench.servers.processes import rss_kib
from tests.attacks import heads
from tests.kit.running import Server, running_server

ATTACKERS_NETWORK: Final = "203.0.113.9"
MOST_GROWTH_MIB: Final = 300
MANY: Final = 1_000
AT_ONCE: Final = 50
SOCKETS_OF_WRITER: Final = 20
MEBIBYTE: Final = 1024 * 1024
CHANGES: Final = "/api/v1/adverts/changes"
# Each writes less often than a person may.
CUSTOMERS: Final = 5
PROBE_PAUSE_SECONDS: Final = 0.25

Counts = Counter[str]


@dataclass(frozen=True)
class Guest:
    """Somebody without an account, who comes from a network."""

    site: str
    network: str
    access: str
    room: int

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.access}", "X-Forwarded-For": self.network}

    async def ticket(self, http: httpx.AsyncClient) -> httpx.Response:
        return await http.get("/api/ws_token/", headers=self.headers)

    async def open(self, http: httpx.AsyncClient) -> ClientConnection:
        """Raises HTTPError without a ticket."""
        ticket = (await self.ticket(http)).raise_for_status().json()["uuid"]
        return await connect(
            f"{self.site.replace('http', 'ws', 1)}/ws/chat/{self.room}/?uuid={ticket}",
            additional_headers={"X-Forwarded-For": self.network},
            compression=None,
            max_size=2**22,
        )


def new_guest(site: str, network: str) -> Guest:
    with httpx.Client(base_url=site, timeout=20) as http:
        from_there = {"X-Forwarded-For": network}
        tokens = http.post("/api/v1/accounts/guest", headers=from_there).raise_for_status().json()
        signed = {**from_there, "Authorization": f"Bearer {tokens['access']}"}
        room = http.get("/api/v1/support_chat", headers=signed).raise_for_status().json()
        return Guest(site, network, tokens["access"], room["room_name"])


# The attacks


async def write_fast(guest: Guest, http: httpx.AsyncClient, counts: Counts) -> None:
    """Write as fast as the server reads, over all the sockets a person may have."""

    async def write(socket: ClientConnection) -> None:
        with suppress(ConnectionClosed):
            while True:
                await socket.send('{"message": "a"}')
                counts["written"] += 1
                # Sending alone need not let anybody else go on.
                await asyncio.sleep(0)

    async def read(socket: ClientConnection) -> None:
        with suppress(ConnectionClosed):
            async for frame in socket:
                counts["errors" if '"error"' in str(frame) else "heard"] += 1

    sockets = [await guest.open(http) for _ in range(SOCKETS_OF_WRITER)]
    await asyncio.gather(*map(write, sockets), *map(read, sockets))


async def hold_sockets(guest: Guest, http: httpx.AsyncClient, counts: Counts) -> None:
    """Try to hold a thousand sockets."""
    held: list[ClientConnection] = []

    async def hold() -> None:
        while counts["tried"] < MANY:
            counts["tried"] += 1
            try:
                held.append(await guest.open(http))
            except httpx.HTTPStatusError as refused:
                counts[f"tickets {refused.response.status_code}"] += 1

    try:
        await asyncio.gather(*(hold() for _ in range(AT_ONCE)))
        await asyncio.Event().wait()
    finally:
        counts["opened"] = len(held)
        counts["held"] = sum(one.close_code is None for one in held)


async def send_large(guest: Guest, http: httpx.AsyncClient, counts: Counts) -> None:
    """Send frames of 1 MiB, whole and in parts, on a new socket after each close."""
    part = "x" * (MEBIBYTE // 64)

    async def send(frame: str | list[str]) -> None:
        while True:
            try:
                socket = await guest.open(http)
            except httpx.HTTPStatusError as refused:
                counts[f"tickets {refused.response.status_code}"] += 1
                continue
            # The client's library aborts a connection that the server has closed a second time.
            with suppress(ConnectionClosed, AttributeError):
                while True:
                    await socket.send(frame)
                    counts["frames"] += 1
            counts[f"closed {socket.close_code}"] += 1

    await asyncio.gather(*(send(frame) for frame in ("x" * MEBIBYTE, [part] * 64) * 4))


def ask(path: str, at_once: int, *, signed: bool = False) -> "Attack":
    """Ask for the same again and again."""

    async def attack(guest: Guest, http: httpx.AsyncClient, counts: Counts) -> None:
        headers = guest.headers
        if not signed:
            del headers["Authorization"]

        async def forever() -> None:
            while True:
                answer = await http.get(path, headers=headers)
                counts[str(answer.status_code)] += 1

        await asyncio.gather(*(forever() for _ in range(at_once)))

    return attack


async def wait_for_changes(guest: Guest, http: httpx.AsyncClient, counts: Counts) -> None:
    """Take all places of requests that wait for changes."""
    newest = (await http.get(CHANGES, params={"limit": 500})).raise_for_status().json()["next"]
    await ask(f"{CHANGES}?since={newest}&wait=25", MANY)(guest, http, counts)


async def long_heads(guest: Guest, _http: httpx.AsyncClient, counts: Counts) -> None:
    await heads.send_long_heads(guest.site, counts)


async def half_open(guest: Guest, _http: httpx.AsyncClient, counts: Counts) -> None:
    await heads.leave_half_open(guest.site, counts)


Attack = Callable[[Guest, httpx.AsyncClient, Counts], Awaitable[None]]
ATTACKS: Final[dict[str, Attack]] = {
    "writes": write_fast,
    "sockets": hold_sockets,
    "large frames": send_large,
    "tickets": ask("/api/ws_token/", AT_ONCE, signed=True),
    "long polls": wait_for_changes,
    "whole list": ask("/api/v1/execute", AT_ONCE),
    "readiness": ask("/readyz", AT_ONCE),
    "long heads": long_heads,
    "half-open": half_open,
}


def run_attack(name: str, guest: Guest, seconds: float) -> Counts:
    """In a process of its own, so that others are not slowed down by the attacker's own work."""
    counts: Counts = Counter()

    async def for_some_time() -> None:
        limits = httpx.Limits(max_connections=None, max_keepalive_connections=None)
        async with httpx.AsyncClient(base_url=guest.site, timeout=60, limits=limits) as http:
            with suppress(TimeoutError, WebSocketException, OSError, httpx.TransportError):
                async with asyncio.timeout(seconds):
                    await ATTACKS[name](guest, http, counts)

    asyncio.run(for_some_time())
    return counts


# The others


@dataclass
class Waits:
    """The milliseconds that others have waited, and what went wrong."""

    advert: list[float] = field(default_factory=list)
    me: list[float] = field(default_factory=list)
    chat: list[float] = field(default_factory=list)
    broken: Counts = field(default_factory=Counter)

    def p99(self) -> dict[str, float]:
        return {name: _p99(getattr(self, name)) for name in ("advert", "me", "chat")}


def _p99(times: list[float]) -> float:
    return statistics.quantiles(times, n=100)[-1] if len(times) > 1 else float("nan")


class Others:
    """People who do not attack, each from a network of their own."""

    def __init__(self, site: str, advert: int, customers: list[Guest]) -> None:
        self._advert = f"/api/v1/adverts/{advert}"
        self._customers = customers
        self._site = site

    async def live(self, seconds: float) -> Waits:
        """Do what people do, for some seconds."""
        waits = Waits()
        async with (
            httpx.AsyncClient(base_url=self._site, timeout=60) as http,
            AsyncExitStack() as stack,
        ):
            sockets = [await one.open(http) for one in self._customers]
            for socket in sockets:
                stack.push_async_callback(socket.close)
            ends = time.monotonic() + seconds
            await asyncio.gather(
                *(
                    self._one(guest, socket, http, waits, ends)
                    for guest, socket in zip(self._customers, sockets, strict=True)
                )
            )
        return waits

    async def _one(
        self,
        guest: Guest,
        socket: ClientConnection,
        http: httpx.AsyncClient,
        waits: Waits,
        ends: float,
    ) -> None:
        number = 0
        while time.monotonic() < ends:
            for path, times in ((self._advert, waits.advert), ("/api/v1/accounts/me", waits.me)):
                begun = time.perf_counter()
                answer = await http.get(path, headers=guest.headers)
                times.append((time.perf_counter() - begun) * 1000)
                if answer.status_code != 200:
                    waits.broken[f"{path} {answer.status_code}"] += 1
            number += 1
            begun = time.perf_counter()
            mine = f"{begun}-{number}"
            await socket.send(json.dumps({"message": "Алло?", "client_message_id": mine}))
            while json.loads(await socket.recv()).get("client_message_id") != mine:
                pass
            waits.chat.append((time.perf_counter() - begun) * 1000)
            await asyncio.sleep(PROBE_PAUSE_SECONDS)


# The figures


def attacked(server: Server, seconds: float, names: Iterable[str]) -> bool:
    """Attack a site by each of these ways, and print what others notice; True if it held."""
    page = httpx.get(f"{server.url}/api/v1/adverts", params={"limit": 1}, timeout=20)
    advert = page.raise_for_status().json()["items"][0]["id"]
    networks = [f"198.51.100.{number}" for number in range(1, 1 + CUSTOMERS)]
    customers = [new_guest(server.url, network) for network in networks]
    others = Others(server.url, advert, customers)
    asyncio.run(others.live(2))
    idle = asyncio.run(others.live(seconds)).p99()
    print("idle:", _times(idle))
    held = True
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        for name in names:
            guest = new_guest(server.url, ATTACKERS_NETWORK)
            before = rss_kib(server.process.pid)
            attack = pool.submit(run_attack, name, guest, seconds)
            waits = asyncio.run(others.live(seconds))
            counts = attack.result()
            growth = (rss_kib(server.process.pid) - before) / 1024
            held = held and growth <= MOST_GROWTH_MIB and not waits.broken
            held = held and not any(one.startswith("5") for one in counts)
            print(_line(name, waits, idle, growth, counts))
    return held


def _times(p99: dict[str, float]) -> str:
    return "p99 " + ", ".join(f"{name} {ms:.0f} ms" for name, ms in p99.items())


def _line(name: str, waits: Waits, idle: dict[str, float], growth: float, counts: Counts) -> str:
    p99 = waits.p99()
    times = ", ".join(f"{of} {p99[of]:.0f} ms (× {p99[of] / idle[of]:.1f})" for of in p99)
    broken = dict(waits.broken) or "nothing"
    return f"{name}: p99 {times}; grew {growth:.0f} MiB; broke {broken}; attack {dict(counts)}"


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--only", choices=ATTACKS, action="append")
    options = parser.parse_args(arguments)
    environment: dict[str, Any] = {"RIP_RATE_LIMITS": "on", "RIP_TRUSTED_PROXIES": "127.0.0.1"}
    with running_server("--demo", **environment) as server:
        return 0 if attacked(server, options.seconds, options.only or ATTACKS) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
