"""RIP as a chat server under test."""

import contextlib
import json
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager

from bench.servers.chat_servers import ChatServer, Pair, json_output
from bench.servers.rip import rip
from tests.kit.running import ROOT, Server

# Tickets are minted long before they are used.
TICKET_SECONDS = "36000"


def rip_chat(access_log: str, **environment: str) -> AbstractContextManager[Server]:
    return rip(access_log=access_log, RIP_TICKET_SECONDS=TICKET_SECONDS, **environment)


@contextlib.contextmanager
def rip_chat_server(name: str, access_log: str, **environment: str) -> Iterator[ChatServer]:
    with rip_chat(access_log, **environment) as server:

        def rooms(count: int) -> list[Pair]:
            made = rooms_created(server, rooms=count, operator_tickets=1)
            return [
                Pair(room_url(server, room, sender), room_url(server, room, listener))
                for room, (sender,), (listener,) in made
            ]

        yield ChatServer(name, server.process.pid, rooms)


def room_url(server: Server, room: int, ticket: str) -> str:
    return f"{server.sockets}/ws/chat/{room}/?uuid={ticket}"


def rooms_created(server: Server, **wanted: int) -> list[tuple[int, list[str], list[str]]]:
    """Create rooms in the server's database, as `bench.data.fill_rooms` prints them."""
    command = [sys.executable, "-m", "bench.data.fill_rooms", json.dumps(wanted)]
    return json_output(command, ROOT, server.environment)  # type: ignore[no-any-return]
