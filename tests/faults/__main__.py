"""`./run faults`: break a real RIP in every way there is, and count what that did to messages."""

import argparse
import asyncio
import json
import signal
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, TimeElapsedColumn

from tests.faults.figures import Figures, as_table, write_into
from tests.faults.kinds import KINDS
from tests.faults.plan import Share, shares
from tests.faults.site import BACKENDS
from tests.faults.worker import Order, Report
from tests.kit.engines import skips_allowed
from tests.kit.running import ROOT
from tests.kit.services import leave

DOCUMENT = ROOT / "docs" / "faults.md"
NARROWEST = 132


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./run faults", description=__doc__)
    parser.add_argument("--runs", type=int, default=1, help="of each kind on each backend")
    parser.add_argument("--kinds", help="comma-separated parts of their names")
    parser.add_argument("--backends", default=",".join(BACKENDS), help="sqlite, mariadb, redis")
    parser.add_argument("--seed", type=int, default=1, help="chooses the moments")
    parser.add_argument("--jobs", type=int, default=2, help="sites to run at a time")
    parser.add_argument("--write", action="store_true", help=f"put the table into {DOCUMENT.name}")
    options = parser.parse_args()
    options.backends = options.backends.split(",")
    if unknown := set(options.backends) - BACKENDS.keys():
        parser.error(f"no such backend: {', '.join(unknown)}")
    options.kinds = _kinds(options.kinds)
    if not options.kinds:
        parser.error(f"no such kind; there are: {'; '.join(KINDS)}")
    return options


def _kinds(wanted: str | None) -> list[str]:
    if wanted is None:
        return list(KINDS)
    parts = [part.strip().lower() for part in wanted.split(",")]
    return [name for name in KINDS if any(part in name.lower() for part in parts)]


class Lab:
    def __init__(self, options: argparse.Namespace, console: Console) -> None:
        self.options = options
        self.console = console
        self.figures = Figures()
        self.folder = tempfile.mkdtemp(prefix="rip-histories-")
        self.slots = asyncio.Semaphore(options.jobs)
        self.failed = False

    async def run(self) -> None:
        plan = shares(self.options.backends, self.options.kinds, self.options.jobs)
        total = sum(len(share.kinds) for share in plan) * self.options.runs
        columns = (*Progress.get_default_columns(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=self.console) as progress:
            task = progress.add_task("Runs", total=total)
            async with asyncio.TaskGroup() as group:
                for share in plan:
                    group.create_task(self._work(share, lambda: progress.advance(task)))

    async def _work(self, share: Share, advance: Callable[[], None]) -> None:
        order = Order(share, self.options.runs, self.options.seed, self.folder)
        async with self.slots:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "tests.faults.worker",
                cwd=ROOT,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
            )
            assert process.stdin is not None
            assert process.stdout is not None
            try:
                process.stdin.write(json.dumps(asdict(order)).encode())
                process.stdin.close()
                async for line in process.stdout:
                    self._add(Report(**json.loads(line)))
                    advance()
                if await process.wait():
                    self.failed = True
                    self.console.print(f"The worker for {share} failed, see above.")
            finally:
                if process.returncode is None:
                    process.terminate()
                    await process.wait()

    def _add(self, report: Report) -> None:
        self.figures.add(report)
        if report.wrong:
            self.console.print(f"{report.backend}, {report.kind}: {report.wrong}", style="red")
        elif report.skipped:
            self.failed = self.failed or not skips_allowed()
            self.console.print(f"{report.backend}, {report.kind}: skipped: {report.skipped}")


def main() -> int:
    options = arguments()
    console = Console()
    # A log has no width of its own; the table needs this much.
    console.width = max(console.width, NARROWEST)
    lab = Lab(options, console)
    signal.signal(signal.SIGTERM, leave)
    try:
        asyncio.run(lab.run())
    except (KeyboardInterrupt, SystemExit):
        console.print("Ended early; this is what there is.")
        lab.failed = True
    if lab.figures.good:
        Path(lab.folder).rmdir()
    lines = lab.figures.of(options.backends, options.kinds)
    console.print(as_table(lines))
    if options.write:
        write_into(DOCUMENT, lines)
    return 0 if lab.figures.good and not lab.failed else 1


if __name__ == "__main__":
    sys.exit(main())
