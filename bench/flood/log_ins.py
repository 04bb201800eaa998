"""Log-ins at a steady rate, whether the server keeps up or not, each over its own connection."""

import asyncio
import contextlib
import json
import time
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Final

from bench.data.people import PASSWORD
from bench.load.connections import host_and_port
from bench.load.exchanges import Request
from bench.surface.people import People

PER_SECOND: Final = 200
ANSWER_SECONDS: Final = 30.0
# Of a log-in that was not answered in time, or whose connection broke.
NO_ANSWER: Final = 0


@dataclass
class LogIns:
    """The log-ins that were sent, by the status of their answers."""

    statuses: Counter[int] = field(default_factory=Counter)
    sent: int = 0


@contextlib.asynccontextmanager
async def log_ins(people: People) -> AsyncIterator[LogIns]:
    """Send log-ins as long as the block runs, and wait for their answers after it."""
    done = LogIns()
    running: set[asyncio.Task[None]] = set()
    sending = asyncio.create_task(_send(people, done, running))
    try:
        yield done
    finally:
        sending.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await sending
        if running:
            _, late = await asyncio.wait(running, timeout=ANSWER_SECONDS)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)


async def _send(people: People, done: LogIns, running: set[asyncio.Task[None]]) -> None:
    begun = time.perf_counter()
    while True:
        task = asyncio.create_task(_log_in(people, done))
        running.add(task)
        task.add_done_callback(running.discard)
        done.sent += 1
        await asyncio.sleep(begun + done.sent / PER_SECOND - time.perf_counter())


async def _log_in(people: People, done: LogIns) -> None:
    person = people.chance.choice(people.customers)
    body = json.dumps({"username": person.name, "password": PASSWORD}).encode()
    headers = {"Content-Type": "application/json", "Connection": "close"}
    request = Request(f"{people.url}/api/token/", "POST", headers, body)
    status = NO_ANSWER
    try:
        reader, writer = await asyncio.open_connection(*host_and_port(people.url))
        writer.write(request.encode())
        status = int((await reader.readuntil(b"\r\n")).split()[1])
        writer.close()
    except (OSError, asyncio.IncompleteReadError):
        pass
    finally:
        done.statuses[status] += 1
