"""`./run bench catalogue`: adverts read and written, beside PocketBase, DRF and static bytes."""

import argparse

from bench.catalogue import lifecycle, tables
from bench.catalogue.runs import Results, Runner, running_boards, workloads_named
from bench.catalogue.workloads import WORKLOADS
from bench.command_line import command_parser, publish, some_of, warn_about_one_core
from bench.load.exchanges import WrongResponse
from bench.report.tables import Report, Table
from bench.servers.boards import Rip
from bench.servers.static import static_server

NAMES = tuple(workload.name for workload in WORKLOADS)
SIZES = (1_000, 100_000)
LONG_SIZES = (*SIZES, 1_000_000)


def main(arguments: list[str]) -> int:
    options = _options(arguments)
    warn_about_one_core()
    report, wrong = _measure(options)
    publish(report, options)
    return 1 if wrong else 0


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = command_parser("catalogue", __doc__, seconds=3, rounds=3)
    parser.add_argument(
        "--only", type=some_of(NAMES), default=NAMES, metavar="A,B", help=f"of {', '.join(NAMES)}"
    )
    parser.add_argument("--long", action="store_true", help="RIP with 1,000,000 adverts too")
    return parser.parse_args(arguments)


def _measure(options: argparse.Namespace) -> tuple[Report, bool]:
    """Return the report, and True if RIP gave a wrong response."""
    results = Results()
    settled, growing = workloads_named(options.only)
    sizes = LONG_SIZES if options.long else SIZES
    boards_running = running_boards(sizes, SIZES[-1], results, options.access_log)
    with boards_running as boards, static_server() as static:
        runner = Runner(boards, options.seconds, results, static)
        runner.run(settled, options.rounds)
        others = [lifecycle.memory(boards)]
        runner.run(growing, options.rounds)
        try:
            shipped = [board for board in boards if type(board) is Rip]
            others.append(lifecycle.starts(shipped))
        except WrongResponse as error:
            results.wrong.append(f"{Rip.name}, start: {error}")
    if missing := [*results.left_out, *results.wrong]:
        others.append(Table("Left out", ["reason"], [[_cell(reason)] for reason in missing]))
    all_tables = [*tables.tables(results), *others]
    report = Report("catalogue", all_tables, tables.goals(results), tables.chart(results))
    return report, any(reason.startswith(Rip.name) for reason in results.wrong)


def _cell(text: str) -> str:
    """Return the text on one line, cut to fit a cell of a table."""
    return " ".join(text.replace("|", "/").split())[:300]
