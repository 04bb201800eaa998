"""`./run mutate --planted`: try each planted fault, and fail unless tests notice all of them."""

import argparse
import contextlib
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.kit.databases import own_database
from tests.kit.running import ROOT
from tests.mutants.patches import chosen, planted_faults, unknown
from tests.mutants.planted import Outcome, copied, failing_without_faults, try_all


def arguments(given: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./run mutate --planted", description=__doc__)
    parser.add_argument(
        "wanted", nargs="*", metavar="PATCH|AREA", help="such as core, or core/lru.patch"
    )
    parser.add_argument("--jobs", type=int, default=2, help="faults to try at a time")
    return parser.parse_args(given)


def run(root: Path, wanted: list[str], jobs: int) -> int:
    """Try the planted faults of the tree under `root` and print what came of it."""
    started = time.monotonic()
    faults = planted_faults(root)
    if nothing := unknown(faults, wanted):
        print(f"There is no planted fault {', '.join(nothing)}.")
        return 2
    faults = chosen(faults, wanted)
    if not faults:
        print("There are no planted faults.")
        return 2
    with (
        tempfile.TemporaryDirectory(prefix="rip-planted-") as folder,
        contextlib.ExitStack() as stack,
        own_database(Path(folder, "template"), "migrated"),
    ):
        template = Path(folder, "template", "rip.sqlite3")
        trees = [
            stack.enter_context(copied(root, Path(folder, str(number)), template))
            for number in range(jobs)
        ]
        if failed := failing_without_faults(trees[0], faults):
            print(f"These tests must pass on the code as it is:\n{failed}")
            return 1
        outcomes = try_all(trees, faults, _tell)
    counts = Counter(outcome.verdict for outcome in outcomes)
    print(
        f"{len(outcomes)} planted faults: {counts['killed']} killed, {counts['SURVIVED']} survived,"
        f" {counts['broken']} broken, in {time.monotonic() - started:.0f} s"
    )
    return int(counts["killed"] < len(outcomes))


def _tell(outcome: Outcome) -> None:
    print(f"{outcome.verdict:8}  {outcome.seconds:5.1f} s  {outcome.fault.name}", flush=True)
    for line in outcome.details.splitlines():
        print(f"          {line}", flush=True)


if __name__ == "__main__":
    options = arguments()
    sys.exit(run(ROOT, options.wanted, options.jobs))
