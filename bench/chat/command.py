"""`./run bench chat`: the chat beside its peers, idle, joined, and in a storm."""

import argparse
import os
import sys

from bench.chat import durable, idle, join, storm
from bench.chat.talk import Broken
from bench.report import Part, show, write
from tests.services import NotInstalled

NAMES = ("durable", "idle", "join", "storm")


def main(arguments: list[str]) -> int:
    options = _options(arguments)
    if len(os.sched_getaffinity(0)) < 2:
        print("There is one core: the load takes a part of what the server needs.")
    for name in options.only:
        try:
            part = _measure(name, options.seconds, options.rounds)
        except NotInstalled as error:
            print(f"“{name}” was left out: {error}", file=sys.stderr)
            continue
        except Broken as error:
            print(f"“{name}” cannot be measured: {error}", file=sys.stderr)
            return 1
        show(part)
        if options.write:
            write(part)
    return 0


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./run bench chat", description=__doc__)
    parser.add_argument(
        "--only", type=_names, default=NAMES, metavar="A,B", help=f"of {', '.join(NAMES)}"
    )
    parser.add_argument("--seconds", type=float, default=5, help="of each talk; %(default)s")
    parser.add_argument("--rounds", type=int, default=3, help="of all servers; %(default)s")
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks.md too")
    return parser.parse_args(arguments)


def _names(text: str) -> list[str]:
    names = text.split(",")
    if unknown := set(names) - set(NAMES):
        raise argparse.ArgumentTypeError(f"there is no {', '.join(sorted(unknown))}")
    return names


def _measure(name: str, seconds: float, rounds: int) -> Part:
    match name:
        case "durable":
            return durable.run(seconds, rounds)
        case "idle":
            return idle.run()
        case "join":
            return join.run()
        case _:
            return storm.run()
