"""Durable messages per second: RIP, its peers and the ceiling, in turns on the same machine."""

import contextlib
import math
import statistics
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace

import uvloop

from bench.chat.others import broadcast_stand, channels_stand, node_stand
from bench.chat.rip import rip_stand
from bench.chat.services import Services, services
from bench.chat.stand import Stand, own_database
from bench.chat.talk import Broken, Talk, measure
from bench.peers.install import LeftOut
from bench.report import Goal, Part, Sheet, spread

ROOMS = (10, 50, 200)
GOAL_ROOMS = 50
PERSISTENT_SECONDS = 600

SQLITE = "RIP on SQLite"
MARIADB = "RIP on MariaDB"
WITH_REDIS = "RIP on MariaDB, Redis bus"
OURS = (SQLITE, MARIADB, WITH_REDIS)
NODE = "Node: ws + mysql2"
CHANNELS = "Channels + DRF"
CHANNELS_KEPT = "Channels + DRF, kept connections"
CEILING = "bare broadcast, not stored"
LEAN_CEILING = "bare broadcast, RIP's own protocol"

# Talks by rooms and stand, one of each round.
Talks = dict[int, dict[str, list[Talk]]]

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


def run(seconds: float, rounds: int) -> Part:
    talks: Talks = {count: defaultdict(list) for count in ROOMS}
    with services() as used, contextlib.ExitStack() as running:
        left_out: list[str] = []
        stands = list(_stands(used, running, left_out))
        for _ in range(rounds):
            for count in ROOMS:
                for stand in list(stands):
                    try:
                        talk = uvloop.run(measure(stand, stand.rooms(count), seconds))
                    except Broken as error:
                        if stand.name in OURS:
                            raise
                        stands.remove(stand)
                        left_out.append(f"{stand.name} was left out after this: {error}")
                        continue
                    talks[count][stand.name].append(talk)
    sheets = [_sheet(count, talks[count]) for count in ROOMS]
    sheets[-1] = replace(sheets[-1], notes=[*NOTES, *left_out])
    return Part("durable", sheets, list(_goals(talks[GOAL_ROOMS])))


def _stands(used: Services, running: contextlib.ExitStack, left_out: list[str]) -> Iterator[Stand]:
    yield running.enter_context(rip_stand(SQLITE))
    for name, environment in ((MARIADB, {}), (WITH_REDIS, {"REDIS_URL": used.redis})):
        database = running.enter_context(own_database(used.mariadb))
        yield running.enter_context(rip_stand(name, DATABASE_URL=database, **environment))
    yield running.enter_context(broadcast_stand(CEILING))
    yield running.enter_context(broadcast_stand(LEAN_CEILING, "lean"))
    peers: dict[str, Callable[[], AbstractContextManager[Stand]]] = {
        NODE: lambda: node_stand(NODE, used.mariadb),
        CHANNELS: lambda: channels_stand(CHANNELS, used.mariadb, used.redis, 0),
        CHANNELS_KEPT: lambda: channels_stand(
            CHANNELS_KEPT, used.mariadb, used.redis, PERSISTENT_SECONDS
        ),
    }
    for name, peer in peers.items():
        try:
            yield running.enter_context(peer())
        except LeftOut as reason:
            left_out.append(f"{name} was left out: {reason}.")


def _sheet(count: int, talks: dict[str, list[Talk]]) -> Sheet:
    columns = ["", "messages/s", "acked p50", "acked p99", "heard p50", "heard p99", "CPU"]
    return Sheet(f"{count} rooms", columns, [_row(name, of) for name, of in talks.items()])


def _row(name: str, talks: Sequence[Talk]) -> list[str]:
    server = statistics.median(talk.server_cpu for talk in talks)
    load = statistics.median(talk.load_cpu for talk in talks)
    return [
        name,
        spread([talk.per_second for talk in talks]),
        spread([talk.acked_p50 for talk in talks], ".1f"),
        spread([talk.acked_p99 for talk in talks], ".1f"),
        spread([talk.heard_p50 for talk in talks], ".1f"),
        spread([talk.heard_p99 for talk in talks], ".1f"),
        f"{server:.0%} / {load:.0%}",
    ]


def _goals(talks: dict[str, list[Talk]]) -> Iterator[Goal]:
    for ours, other, wanted in (
        (MARIADB, NODE, 1.2),
        (MARIADB, CHANNELS, 30),
        (MARIADB, CHANNELS_KEPT, None),
        (SQLITE, CEILING, 0.35),
        (SQLITE, LEAN_CEILING, None),
    ):
        if other in talks:
            yield _ratio(talks, ours, other, wanted)
    for name in OURS:
        slowest = [talk.acked_p99 for talk in talks[name]]
        claim = f"{name}: acked p99, {GOAL_ROOMS} rooms"
        met = statistics.median(slowest) < 50
        yield Goal(claim, f"{spread(slowest, '.1f')} ms", "< 50 ms", met)


def _ratio(talks: dict[str, list[Talk]], ours: str, other: str, wanted: float | None) -> Goal:
    """Of each round, because the two were measured in the same minute."""
    ratios = [
        one.per_second / two.per_second if two.per_second else math.inf
        for one, two in zip(talks[ours], talks[other], strict=False)
    ]
    return Goal(
        f"{ours} ÷ {other}, {GOAL_ROOMS} rooms",
        spread(ratios, ".2f"),
        f"≥ {wanted}" if wanted else "no goal",
        wanted is None or statistics.median(ratios) >= wanted,
    )
