"""`./run bench chat`: the chat beside its peers, idle, joined, and in a storm."""

import argparse
import sys

from bench.chat import durable, idle, join, storm
from bench.chat.conversations import Broken
from bench.command_line import command_parser, publish, some_of, warn_about_one_core
from bench.report.tables import Report
from tests.kit.programs import NotInstalled

NAMES = ("durable", "idle", "join", "storm")


def main(arguments: list[str]) -> int:
    options = _options(arguments)
    warn_about_one_core()
    for name in options.only:
        try:
            report = _measure(name, options)
        except NotInstalled as error:
            print(f"“{name}” was left out: {error}", file=sys.stderr)
            continue
        except Broken as error:
            print(f"“{name}” cannot be measured: {error}", file=sys.stderr)
            return 1
        publish(report, options)
    return 0


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = command_parser("chat", __doc__, seconds=5, rounds=3)
    parser.add_argument(
        "--only", type=some_of(NAMES), default=NAMES, metavar="A,B", help=f"of {', '.join(NAMES)}"
    )
    return parser.parse_args(arguments)


def _measure(name: str, options: argparse.Namespace) -> Report:
    match name:
        case "durable":
            return durable.run(options.seconds, options.rounds, options.access_log)
        case "idle":
            return idle.run(options.access_log)
        case "join":
            return join.run(options.access_log)
        case _:
            return storm.run(options.access_log)
