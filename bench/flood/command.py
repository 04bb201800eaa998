"""`./run bench flood`: reads and the chat while 200 people a second sign in."""

import argparse
import asyncio
import sys
from dataclasses import dataclass
from typing import Final

import uvloop

from bench.command_line import command_parser, publish, warn_about_one_core
from bench.flood.log_ins import NO_ANSWER, PER_SECOND, LogIns, log_ins
from bench.flood.probes import probe, probes
from bench.load.measurement import Measurement
from bench.load.steady import wait_until_idle
from bench.report.tables import Goal, Report, Table
from bench.surface.people import People
from bench.surface.sites import running_site
from bench.surface.templates import ENGINES, SMALL
from tests.kit.programs import NotInstalled

MOST: Final = 3.0
WARM_UP_SECONDS: Final = 1.0
LONGEST_REST_SECONDS: Final = 300.0


@dataclass(frozen=True)
class Flood:
    """The waits of each probe, at first and under the flood."""

    idle: dict[str, Measurement]
    flooded: dict[str, Measurement]
    log_ins: LogIns


def main(arguments: list[str]) -> int:
    options = _options(arguments)
    warn_about_one_core()
    tables: list[Table] = []
    goals: list[Goal] = []
    for engine in ENGINES if options.database == "both" else [options.database]:
        try:
            site = running_site("RIP", engine, SMALL, access_log=options.access_log)
            with site as running:
                flood = uvloop.run(_measure(running.people, options.seconds))
                # It checks the passwords that wait for it, though nobody waits for the answers.
                wait_until_idle("RIP", running.cpu_seconds, LONGEST_REST_SECONDS)
        except NotInstalled as reason:
            print(f"{engine} was left out: {reason}", file=sys.stderr)
            continue
        tables.append(_table(engine, flood))
        goals += _goals(engine, flood)
    publish(Report("flood", tables, goals), options)
    return 0


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = command_parser("flood", __doc__, seconds=10)
    parser.add_argument("--database", choices=[*ENGINES, "both"], default="sqlite")
    return parser.parse_args(arguments)


async def _measure(people: People, seconds: float) -> Flood:
    await _probed(people, WARM_UP_SECONDS)
    idle = await _probed(people, seconds)
    async with log_ins(people) as sent:
        flooded = await _probed(people, seconds)
    return Flood(idle, flooded, sent)


async def _probed(people: People, seconds: float) -> dict[str, Measurement]:
    async with probes(people) as sends:
        waits = await asyncio.gather(*(probe(send, seconds) for send in sends.values()))
    return {
        name: Measurement(seconds, latencies) for name, latencies in zip(sends, waits, strict=True)
    }


def _table(engine: str, flood: Flood) -> Table:
    columns = ["", "idle p50, ms", "idle p99, ms", "flood p50, ms", "flood p99, ms", "p99 ratio"]
    rows = [
        [
            name,
            *(
                f"{one.percentile(percent):.1f}"
                for one in (idle, flood.flooded[name])
                for percent in (50, 99)
            ),
            f"{_ratio(flood, name):.1f}",
        ]
        for name, idle in flood.idle.items()
    ]
    answers = ", ".join(
        f"{'no answer' if status == NO_ANSWER else status}: {count:,}"
        for status, count in sorted(flood.log_ins.statuses.items())
    )
    notes = [
        (
            f"Log-ins with right passwords, {PER_SECOND} a second, each over a connection of its "
            f"own: {flood.log_ins.sent:,} were sent. Answers: {answers}."
        ),
        "Waits are counted from the moment that a request was due.",
    ]
    return Table(f"{PER_SECOND} log-ins a second, {engine}", columns, rows, notes)


def _ratio(flood: Flood, name: str) -> float:
    return flood.flooded[name].percentile(99) / flood.idle[name].percentile(99)


def _goals(engine: str, flood: Flood) -> list[Goal]:
    made = []
    for name in flood.idle:
        ratio = _ratio(flood, name)
        claim = f"{engine}: {name}, p99 under {PER_SECOND} log-ins a second ÷ idle"
        made.append(Goal(claim, f"{ratio:.1f}", f"< {MOST:.0f}", ratio < MOST))
    return made
