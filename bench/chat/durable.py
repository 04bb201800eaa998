"""Durable messages per second: RIP, its peers and the ceiling, one after the other in rounds."""

import contextlib
import math
import statistics
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace

import uvloop

from bench.chat.conversations import Broken, ChatMeasurement, measure
from bench.peers.install import PeerUnavailable
from bench.report.tables import Goal, Report, Table, spread
from bench.servers.chat_peers import broadcast_server, channels_server, node_server
from bench.servers.chat_servers import ChatServer
from bench.servers.rip import NO_LIMITS
from bench.servers.rip_chat import rip_chat_server
from bench.servers.services import Services, own_database, services

ROOMS = (10, 50, 200)
GOAL_ROOMS = 50
PERSISTENT_SECONDS = 600

SQLITE = "RIP on SQLite"
MARIADB = "RIP on MariaDB"
WITH_REDIS = "RIP on MariaDB, Redis bus"
BARE = "RIP on SQLite, log and limits off"
OURS = (SQLITE, MARIADB, WITH_REDIS)
NODE = "Node: ws + mysql2"
CHANNELS = "Channels + DRF"
CHANNELS_PERSISTENT = "Channels + DRF, persistent connections"
CEILING = "bare broadcast, not stored"
LEAN_CEILING = "bare broadcast, RIP's own protocol"

# Measurements by the number of rooms and the server, one of each round.
Runs = dict[int, dict[str, list[ChatMeasurement]]]

NOTES = [
    (
        "Medians, and ranges over the rounds. Times in ms: acked from sending to the sender's own "
        "copy, heard from sending to the listener's. CPU in shares of a core, server and load."
    ),
    (
        "Each server is one process with a core to itself; MariaDB and Redis share the other core "
        "with the load, for all alike. MariaDB flushes its log at every commit; SQLite runs with "
        "synchronous=FULL."
    ),
    "Node is spared what RIP does: it signs nobody in and gives no numbers within rooms.",
]


def run(seconds: float, rounds: int, access_log: str) -> Report:
    runs: Runs = {count: defaultdict(list) for count in ROOMS}
    with services() as used, contextlib.ExitStack() as running:
        left_out: list[str] = []
        servers = list(_servers(used, running, left_out, access_log))
        for _ in range(rounds):
            for count in ROOMS:
                for server in list(servers):
                    try:
                        run = uvloop.run(measure(server, server.rooms(count), seconds))
                    except Broken as error:
                        if server.name in OURS:
                            raise
                        servers.remove(server)
                        left_out.append(f"{server.name} was left out after this: {error}")
                        continue
                    runs[count][server.name].append(run)
    tables = [_table(count, runs[count]) for count in ROOMS]
    tables[-1] = replace(tables[-1], notes=[*NOTES, *left_out])
    return Report("durable", tables, list(_goals(runs[GOAL_ROOMS])))


def _servers(
    used: Services, running: contextlib.ExitStack, left_out: list[str], access_log: str
) -> Iterator[ChatServer]:
    yield running.enter_context(rip_chat_server(SQLITE, access_log))
    for name, bus in ((MARIADB, {}), (WITH_REDIS, {"REDIS_URL": used.redis})):
        database = running.enter_context(own_database(used.mariadb))
        yield running.enter_context(rip_chat_server(name, access_log, DATABASE_URL=database, **bus))
    yield running.enter_context(rip_chat_server(BARE, "off", **NO_LIMITS))
    yield running.enter_context(broadcast_server(CEILING))
    yield running.enter_context(broadcast_server(LEAN_CEILING, "lean"))
    peers: dict[str, Callable[[], AbstractContextManager[ChatServer]]] = {
        NODE: lambda: node_server(NODE, used.mariadb),
        CHANNELS: lambda: channels_server(CHANNELS, used.mariadb, used.redis, 0),
        CHANNELS_PERSISTENT: lambda: channels_server(
            CHANNELS_PERSISTENT, used.mariadb, used.redis, PERSISTENT_SECONDS
        ),
    }
    for name, peer in peers.items():
        try:
            yield running.enter_context(peer())
        except PeerUnavailable as reason:
            left_out.append(f"{name} was left out: {reason}.")


def _table(count: int, runs: dict[str, list[ChatMeasurement]]) -> Table:
    columns = ["", "messages/s", "acked p50", "acked p99", "heard p50", "heard p99", "CPU"]
    return Table(f"{count} rooms", columns, [_row(name, taken) for name, taken in runs.items()])


def _row(name: str, runs: Sequence[ChatMeasurement]) -> list[str]:
    server = statistics.median(run.server_cpu for run in runs)
    load = statistics.median(run.load_cpu for run in runs)
    return [
        name,
        spread([run.per_second for run in runs]),
        spread([run.acked_p50 for run in runs], ".1f"),
        spread([run.acked_p99 for run in runs], ".1f"),
        spread([run.heard_p50 for run in runs], ".1f"),
        spread([run.heard_p99 for run in runs], ".1f"),
        f"{server:.0%} / {load:.0%}",
    ]


def _goals(runs: dict[str, list[ChatMeasurement]]) -> Iterator[Goal]:
    for ours, other, wanted in (
        (MARIADB, NODE, 1.2),
        (MARIADB, CHANNELS, 30),
        (MARIADB, CHANNELS_PERSISTENT, None),
        (SQLITE, CEILING, 0.35),
        (SQLITE, LEAN_CEILING, None),
        (SQLITE, BARE, None),
    ):
        if other in runs:
            yield _ratio(runs, ours, other, wanted)
    for name in OURS:
        slowest = [run.acked_p99 for run in runs[name]]
        claim = f"{name}: acked p99, {GOAL_ROOMS} rooms"
        met = statistics.median(slowest) < 50
        yield Goal(claim, f"{spread(slowest, '.1f')} ms", "< 50 ms", met)


def _ratio(
    runs: dict[str, list[ChatMeasurement]], ours: str, other: str, wanted: float | None
) -> Goal:
    """Compare within each round, because its two runs share a minute."""
    ratios = [
        one.per_second / two.per_second if two.per_second else math.inf
        for one, two in zip(runs[ours], runs[other], strict=False)
    ]
    return Goal(
        f"{ours} ÷ {other}, {GOAL_ROOMS} rooms",
        spread(ratios, ".2f"),
        f"≥ {wanted}" if wanted else "no goal",
        wanted is None or statistics.median(ratios) >= wanted,
    )
