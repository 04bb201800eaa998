"""Options that all benchmarks share, and the publication of their reports."""

import argparse
import os
from collections.abc import Callable, Sequence

from bench.report.document import write
from bench.report.tables import Report
from bench.report.terminal import show


def command_parser(
    name: str,
    description: str | None,
    *,
    seconds: float | None = None,
    rounds: int | None = None,
    document: bool = True,
) -> argparse.ArgumentParser:
    """Return a parser for the options of every benchmark, and for those with a default here."""
    parser = argparse.ArgumentParser(prog=f"./run bench {name}".strip(), description=description)
    if seconds is not None:
        parser.add_argument(
            "--seconds", type=float, default=seconds, help="of each run; default: %(default)s"
        )
    if rounds is not None:
        parser.add_argument(
            "--rounds", type=int, default=rounds, help="of all runs; default: %(default)s"
        )
    parser.add_argument(
        "--access-log",
        choices=("on", "off"),
        default="on",
        help="of RIP, written to a file; default: on, as it is shipped",
    )
    if document:
        parser.add_argument("--write", action="store_true", help="write docs/benchmarks.md too")
    return parser


def some_of(names: Sequence[str]) -> Callable[[str], list[str]]:
    """Return the type of an option that takes some of the names, with commas between them."""

    def parse(text: str) -> list[str]:
        chosen = text.split(",")
        if unknown := set(chosen) - set(names):
            raise argparse.ArgumentTypeError(f"there is no {', '.join(sorted(unknown))}")
        return chosen

    return parse


def warn_about_one_core() -> None:
    if len(os.sched_getaffinity(0)) < 2:
        print("There is one core: the load takes a part of what the server needs.")


def publish(report: Report, options: argparse.Namespace) -> None:
    """Print the report, and write it into docs/benchmarks.md with `--write`."""
    if options.access_log == "off":
        report = report.remarked("access log off")
    show(report)
    if getattr(options, "write", False):
        write(report)
