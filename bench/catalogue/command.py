"""`./run bench catalogue`: adverts read and written, beside PocketBase, DRF and static bytes."""

import argparse
import os

from bench.catalogue import lifecycle, tables
from bench.catalogue.boards import Rip
from bench.catalogue.rounds import Measured, Rounds, stands, works_named
from bench.catalogue.works import WORKS
from bench.connections import WrongAnswer
from bench.report import Part, Sheet, show, write
from bench.servers import ceiling

NAMES = tuple(work.name for work in WORKS)
SIZES = (1_000, 100_000)
LONG_SIZES = (*SIZES, 1_000_000)


def main(arguments: list[str]) -> int:
    options = _options(arguments)
    if len(os.sched_getaffinity(0)) < 2:
        print("There is one core: the load takes a part of what the server needs.")
    part, wrong = _measure(options)
    show(part)
    if options.write:
        write(part)
    return 1 if wrong else 0


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./run bench catalogue", description=__doc__)
    parser.add_argument(
        "--only", type=_names, default=NAMES, metavar="A,B", help=f"of {', '.join(NAMES)}"
    )
    parser.add_argument("--seconds", type=float, default=3, help="of each turn; %(default)s")
    parser.add_argument("--rounds", type=int, default=3, help="of all servers; %(default)s")
    parser.add_argument("--long", action="store_true", help="RIP with 1,000,000 adverts too")
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks.md too")
    return parser.parse_args(arguments)


def _names(text: str) -> list[str]:
    names = text.split(",")
    if unknown := set(names) - set(NAMES):
        raise argparse.ArgumentTypeError(f"there is no {', '.join(sorted(unknown))}")
    return names


def _measure(options: argparse.Namespace) -> tuple[Part, bool]:
    """What was measured, and whether RIP gave a wrong answer."""
    measured = Measured()
    keeping, growing = works_named(options.only)
    sizes = LONG_SIZES if options.long else SIZES
    with stands(sizes, SIZES[-1], measured) as boards, ceiling() as static:
        rounds = Rounds(boards, options.seconds, measured, static)
        rounds.take(keeping, options.rounds)
        others = [lifecycle.memory(boards)]
        rounds.take(growing, options.rounds)
        try:
            others.append(lifecycle.starts([one for one in boards if isinstance(one, Rip)]))
        except WrongAnswer as error:
            measured.wrong.append(f"{Rip.name}, start: {error}")
    if remarks := [*measured.left_out, *measured.wrong]:
        others.append(Sheet("What is missing", ["reason"], [[_line(one)] for one in remarks]))
    sheets = [*tables.sheets(measured), *others]
    part = Part("catalogue", sheets, tables.goals(measured), tables.chart(measured))
    return part, any(one.startswith(Rip.name) for one in measured.wrong)


def _line(text: str) -> str:
    """Fit for a cell of a table."""
    return " ".join(text.replace("|", "/").split())[:300]
