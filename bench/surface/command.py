"""`./run bench surface`: every route and page, as each kind of caller, as RIP is shipped."""

import argparse
import contextlib
import re
import sys
from collections.abc import Sequence
from typing import Final

from bench.command_line import command_parser, publish, warn_about_one_core
from bench.peers.install import PeerUnavailable
from bench.report.tables import Report
from bench.servers.static import static_server
from bench.surface import goals, tables
from bench.surface.peers import Peer, peers_at
from bench.surface.results import RIP, SILENT, Place, Results
from bench.surface.rows.all_rows import ROWS
from bench.surface.rows.row import Row
from bench.surface.runs import Runner
from bench.surface.sites import Site, running_site
from bench.surface.statements import count_statements
from bench.surface.templates import ENGINES, LARGE, SIZES, Size
from tests.kit.programs import NotInstalled

# The last line of a traceback.
ERROR: Final = re.compile(r"^[\w.]+(?:Error|Exception)\b.*$", re.MULTILINE)


def main(arguments: list[str]) -> int:
    options = _options(arguments)
    warn_about_one_core()
    rows = [row for row in ROWS if re.search(options.rows, row.name)]
    results = Results(by_cpu=options.by_cpu)
    for place in _places(options):
        for step in (_count, _measure):
            try:
                step(place, rows, options, results)
            except NotInstalled as reason:
                results.left_out.append(f"{place.engine} was left out: {reason}")
                break
            except AssertionError as error:
                # The server's log, which is the message, has a traceback in it.
                errors = "; ".join(dict.fromkeys(ERROR.findall(str(error)))) or str(error)
                results.wrong.append(f"{RIP}, {place.engine}, {place.size}, its log: {errors}")
    report = Report("surface", tables.tables(results, rows), goals.goals(results, rows))
    if options.by_cpu:
        report = report.remarked("compared by processor time")
    publish(report, options)
    return 1 if any(reason.startswith(RIP) for reason in results.wrong) else 0


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = command_parser("surface", __doc__, seconds=1, rounds=1)
    parser.add_argument("--rows", default="", metavar="PATTERN", help="those whose names match it")
    parser.add_argument("--size", choices=[*SIZES, "both"], default="both")
    parser.add_argument("--database", choices=[*ENGINES, "both"], default="sqlite")
    parser.add_argument(
        "--log-off", action="store_true", help="measure each row without the access log, too"
    )
    parser.add_argument(
        "--by-cpu",
        action="store_true",
        help="compare processor time instead of rates, on a machine that others use too",
    )
    parser.add_argument("--no-peers", action="store_true", help="RIP alone")
    return parser.parse_args(arguments)


def _places(options: argparse.Namespace) -> list[Place]:
    engines = ENGINES if options.database == "both" else [options.database]
    sizes = SIZES if options.size == "both" else [options.size]
    return [Place(engine, size) for engine in engines for size in sizes]


def _suited(rows: Sequence[Row], place: Place) -> list[Row]:
    return [row for row in rows if not (row.whole and place.size == LARGE.name)]


def _count(
    place: Place, rows: Sequence[Row], _options: argparse.Namespace, results: Results
) -> None:
    count_statements(place, SIZES[place.size], _suited(rows, place), results)


def _measure(
    place: Place, rows: Sequence[Row], options: argparse.Namespace, results: Results
) -> None:
    size = SIZES[place.size]
    suited = _suited(rows, place)
    with contextlib.ExitStack() as running:
        sites = _sites(running, place, size, options)
        static = running.enter_context(static_server())
        peers = [] if options.no_peers else _peers(running, place, size, sites[0], results)
        runner = Runner(place, sites, peers, static, options.seconds, results)
        for writes in (False, True):
            some = [row for row in suited if (row.kind == "write") is writes]
            runner.run(some, options.rounds)


def _sites(
    running: contextlib.ExitStack, place: Place, size: Size, options: argparse.Namespace
) -> list[Site]:
    print(f"Starting servers: {place.engine}, {place.size}", file=sys.stderr)
    wanted = {RIP: options.access_log}
    if options.log_off:
        wanted[SILENT] = "off"
    return [
        running.enter_context(running_site(name, place.engine, size, access_log=log))
        for name, log in wanted.items()
    ]


def _peers(
    running: contextlib.ExitStack, place: Place, size: Size, site: Site, results: Results
) -> list[Peer]:
    peers = []
    for name, start in peers_at(place.engine, size, site.copy.url).items():
        try:
            peers.append(running.enter_context(start()))
        except PeerUnavailable as reason:
            results.left_out.append(f"{name} was left out: {reason}.")
    return peers
