"""Probes: a few requests a second, one at a time, whose waits say how the others are served."""

import asyncio
import contextlib
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Final

from bench.load.connections import connect
from bench.load.exchanges import Exchange
from bench.load.sockets import open_socket
from bench.surface.people import People, Who
from bench.surface.rows import adverts
from bench.surface.rows.row import call, decode, each

PER_SECOND: Final = 50

Send = Callable[[], Awaitable[None]]


async def probe(send: Send, seconds: float) -> list[float]:
    """Return the seconds that each took, from the moment that it was due.

    One that is late because the one before was slow has waited, too. When time is over, those that
    have no response count with what they have waited so far.
    """
    begun = time.perf_counter()
    dues = [begun + number / PER_SECOND for number in range(round(seconds * PER_SECOND))]
    waits: list[float] = []
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            for due in dues:
                await asyncio.sleep(max(due - time.perf_counter(), 0))
                await send()
                waits.append(time.perf_counter() - due)
    return waits + [time.perf_counter() - due for due in dues[len(waits) :]]


@contextlib.asynccontextmanager
async def probes(people: People) -> AsyncIterator[dict[str, Send]]:
    """Yield what sends each probe."""
    me = call("GET", "/api/v1/accounts/me")(people, Who.CUSTOMER)
    async with (
        _requested(people, each(adverts.one)(people, Who.NOBODY)) as advert,
        _requested(people, me) as account,
        _said(people) as message,
    ):
        yield {"GET one advert": advert, "GET accounts/me": account, "a chat message": message}


@contextlib.asynccontextmanager
async def _requested(people: People, exchanges: Iterator[Exchange]) -> AsyncIterator[Send]:
    connection = await connect(people.url)

    async def send() -> None:
        await connection.get(next(exchanges))

    try:
        yield send
    finally:
        connection.close()


@contextlib.asynccontextmanager
async def _said(people: People) -> AsyncIterator[Send]:
    """Say something in a room; it is done when it comes back, which follows the COMMIT."""
    person = people.customers[0]
    connection = await connect(people.url)
    ticket = decode(await connection.get(person.api("GET", "/api/ws_token/")))["uuid"]
    connection.close()
    came: asyncio.Queue[bytes] = asyncio.Queue()
    url = f"{people.url.replace('http', 'ws', 1)}/ws/chat/{person.id}/?uuid={ticket}"
    socket = await open_socket(url, came.put_nowait)
    numbers = iter(range(10**9))

    async def send() -> None:
        name = f"probe-{ticket}-{next(numbers)}"
        socket.send(json.dumps({"message": "Добрый день!", "client_message_id": name}).encode())
        # The history of the room may come first.
        while name.encode() not in await came.get():
            pass

    try:
        yield send
    finally:
        socket.abort()
