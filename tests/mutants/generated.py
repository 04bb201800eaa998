"""`./run mutate`: let mutmut put faults into critical modules, and count those the tests miss."""

import argparse
import contextlib
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, TimeElapsedColumn

from tests.kit.running import ROOT
from tests.kit.services import redis
from tests.mutants.equivalent import listed
from tests.mutants.modules import GUARDS, WITH_REDIS, guards
from tests.mutants.results import Mutant, mutants
from tests.mutants.scores import LEAST, Score, score, write_into
from tests.mutants.workspace import Workspace, migrated_template, temporary_folder

DOCUMENT = ROOT / "docs" / "mutation.md"
_WIDTH = 160
_LOG_LINES = 40


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./run mutate", description=__doc__)
    parser.add_argument(
        "modules", nargs="*", metavar="MODULE", help="such as rip/core/work/lru.py; all without"
    )
    parser.add_argument("--jobs", type=int, default=2, help="faults to try at a time")
    parser.add_argument("--fresh", action="store_true", help="try again what has been tried")
    parser.add_argument("--list", action="store_true", help="print the modules and their tests")
    parser.add_argument("--write", action="store_true", help=f"put scores into {DOCUMENT.name}")
    options = parser.parse_args()
    options.modules = options.modules or list(GUARDS)
    if unknown := [module for module in options.modules if module not in GUARDS]:
        parser.error(f"not a critical module: {', '.join(unknown)}; --list names them")
    return options


class Run:
    """Goes through modules, one after another."""

    def __init__(self, options: argparse.Namespace, console: Console) -> None:
        self.options = options
        self.console = console
        self.failed = False

    def scores(self) -> list[Score]:
        equivalents = listed()
        found = []
        with temporary_folder() as folder:
            template = migrated_template(Path(folder))
            for module in self.options.modules:
                workspace = Workspace(module)
                if not self._try(workspace, template, Path(folder)):
                    self.failed = True
                    continue
                one = score(module, mutants(workspace.folder, module), equivalents)
                self._report(one)
                found.append(one)
        return found

    def _try(self, workspace: Workspace, template: Path, folder: Path) -> bool:
        """Try the faults of a module, unless it has been done; False if that was not possible."""
        workspace.prepare(fresh=self.options.fresh)
        if workspace.finished:
            return True
        with _redis_for(workspace.module) as redis_url:
            process = workspace.start(self.options.jobs, template, folder, redis_url)
            try:
                self._follow(workspace, process)
            finally:
                # It stops by itself on Ctrl+C, which goes to all processes of the terminal.
                process.wait()
        if process.returncode == 0 and workspace.finished:
            return True
        # Without what mutmut's spinner has written over.
        printed = workspace.log.read_text(errors="replace").splitlines()
        end = [line.rpartition("\r")[2] for line in printed][-_LOG_LINES:]
        if workspace.failed.exists():
            end = workspace.failed.read_text().splitlines()
        self.console.print("\n".join(end), markup=False, highlight=False)
        self.console.print(f"{workspace.module}: mutmut ended with {process.returncode}.")
        return False

    def _follow(self, workspace: Workspace, process: "subprocess.Popen[bytes]") -> None:
        columns = (*Progress.get_default_columns(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=self.console, transient=True) as progress:
            task = progress.add_task(workspace.module, total=None)
            while process.poll() is None:
                found = list(workspace.verdicts().values())
                tried = len(found) - found.count("not run")
                progress.update(task, total=len(found) or None, completed=tried)
                time.sleep(0.5)

    def _report(self, one: Score) -> None:
        for mutant in (*one.survivors, *one.broken):
            self.console.print(_text(one.module, mutant), markup=False, highlight=False)
        for entry in one.stale:
            self.console.print(f"equivalent.toml fits no survivor: {entry}", markup=False)
        self.console.print(
            f"{one.module}: {one.killed} of {one.all - one.equivalent} killed,"
            f" {one.equivalent} equivalent, {one.percent:.1f}%",
            markup=False,
            highlight=False,
        )


@contextlib.contextmanager
def _redis_for(module: str) -> Iterator[str]:
    """The URL of a Redis, or nothing for a module that is tested without one."""
    if module not in WITH_REDIS:
        yield ""
        return
    with redis() as service:
        yield service.url


def _text(module: str, mutant: Mutant) -> str:
    verdict = "no test runs it" if mutant.verdict == "untested" else mutant.verdict
    return f"{module}:{mutant.line} {mutant.function}: {verdict}\n{mutant.diff}\n"


def main() -> int:
    options = arguments()
    if options.list:
        for module in options.modules:
            print(f"{module}: {' '.join(guards(ROOT, module))}")
        return 0
    console = Console() if sys.stdout.isatty() else Console(width=_WIDTH)
    run = Run(options, console)
    scores = run.scores()
    if options.write:
        write_into(DOCUMENT, scores, list(GUARDS))
    low = [one for one in scores if not one.good]
    for one in low:
        console.print(f"{one.module}: {one.percent:.1f}%, of {LEAST:.0f}% wanted")
    return int(run.failed or bool(low))


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        print("Stopped. The same command goes on where it was.", file=sys.stderr)
        sys.exit(130)
