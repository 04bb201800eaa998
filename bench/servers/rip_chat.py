"""RIP under load."""

import contextlib
import json
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager

from bench import servers
from bench.chat.stand import Pair, Stand, printed
from tests.running import ROOT, Server

# Tickets are minted long before they are used.
TICKET_SECONDS = "36000"


def rip(**environment: str) -> AbstractContextManager[Server]:
    return servers.rip(RIP_TICKET_SECONDS=TICKET_SECONDS, **environment)


@contextlib.contextmanager
def rip_stand(name: str, **environment: str) -> Iterator[Stand]:
    with rip(**environment) as server:

        def rooms(count: int) -> list[Pair]:
            made = seeded(server, rooms=count, operator_tickets=1)
            return [
                Pair(address(server, room, sender), address(server, room, listener))
                for room, (sender,), (listener,) in made
            ]

        yield Stand(name, server.process.pid, rooms)


def address(server: Server, room: int, ticket: str) -> str:
    return f"{server.sockets}/ws/chat/{room}/?uuid={ticket}"


def seeded(server: Server, **wanted: int) -> list[tuple[int, list[str], list[str]]]:
    """New rooms in the server's database: see `bench.chat.seed`."""
    command = [sys.executable, "-m", "bench.chat.seed", json.dumps(wanted)]
    return printed(command, ROOT, server.environment)  # type: ignore[no-any-return]
