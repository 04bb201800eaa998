"""Runs a share of the plan on a site of its own, and prints a line of JSON for each run.

`python -m tests.faults.worker` reads the share from its standard input.
"""

import asyncio
import contextlib
import json
import random
import signal
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

import uvloop

from tests.faults.disks import NoSmallDisk
from tests.faults.kinds import KINDS
from tests.faults.lab import Outcome, run
from tests.faults.plan import Share
from tests.faults.site import Site, site_on
from tests.kit.programs import NotInstalled


@dataclass(frozen=True)
class Order:
    """The task of a worker. Histories of bad runs go to `folder`."""

    share: Share
    runs: int
    seed: int
    folder: str

    @classmethod
    def read(cls, text: str) -> "Order":
        values = json.loads(text)
        share = values.pop("share")
        return cls(
            share=Share(share["backend"], tuple(share["kinds"]), share["small_disk"]), **values
        )


@dataclass(frozen=True)
class Report:
    """One run, or why there was none (`skipped`)."""

    backend: str
    kind: str
    sent: int = 0
    acknowledged: int = 0
    lost: int = 0
    duplicated: int = 0
    out_of_order: int = 0
    recovery: float = 0.0
    # A description of the faults.
    wrong: str = ""
    skipped: str = ""


async def work(order: Order) -> None:
    share = order.share
    try:
        async with site_on(share.backend, share.site()) as site:
            # Round by round, so that each kind meets what the others have left behind.
            for number in range(order.runs):
                for kind in share.kinds:
                    say(await _run_once(site, kind, number, order))
    except (NoSmallDisk, NotInstalled) as error:
        for kind in share.kinds:
            say(Report(share.backend, kind, skipped=str(error)))


async def main() -> None:
    """Work until done, or until told to end: then leave through every `finally`."""
    task = asyncio.current_task()
    assert task is not None
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    await work(Order.read(sys.stdin.read()))


async def _run_once(site: Site, kind: str, number: int, order: Order) -> Report:
    rng = random.Random(f"{order.seed} {site.name} {kind} {number}")
    outcome = await run(site, KINDS[kind], rng)
    return Report(
        site.name,
        kind,
        outcome.verdict.sent,
        outcome.verdict.acknowledged,
        len(outcome.verdict.lost),
        len(outcome.verdict.duplicated),
        len(outcome.verdict.out_of_order),
        outcome.recovery,
        "" if outcome.good else _explain(outcome, kind, number, order),
    )


def _explain(outcome: Outcome, kind: str, number: int, order: Order) -> str:
    name = f"{order.share.backend}-{kind}-{number}".replace(" ", "_").replace(",", "")
    path = Path(order.folder) / f"{name}.jsonl"
    outcome.write(path)
    first = next((lines[0] for lines in outcome.verdict.problems.values()), "")
    return f"{outcome.stuck or first} (see {path})"


def say(report: Report) -> None:
    sys.stdout.write(json.dumps(asdict(report)) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    with contextlib.suppress(asyncio.CancelledError):
        uvloop.run(main())
