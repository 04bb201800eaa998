"""Trying planted faults: each is made in a copy of the tree, where one of its tests must fail."""

import compileall
import contextlib
import os
import py_compile
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import Final, Literal

from tests.mutants.patches import PlantedFault

Verdict = Literal["killed", "SURVIVED", "broken"]

# Neither is of the code, and some of it is big.
_LEFT_OUT: Final = shutil.ignore_patterns(
    ".git", ".venv", "var", "node_modules", "__pycache__", ".*_cache", ".hypothesis"
)
# pytest's exit code when tests have run and some have failed.
_TESTS_FAILED: Final = 1
_LONGEST_SECONDS: Final = 600
_SHOWN_LINES: Final = 30


@dataclass(frozen=True)
class Outcome:
    """Says if a planted fault was noticed, and how long that took."""

    fault: PlantedFault
    verdict: Verdict
    seconds: float
    details: str = ""


@dataclass(frozen=True)
class Tree:
    """A copy of the project in which faults are made, one at a time."""

    folder: Path

    def test(self, tests: list[str]) -> "subprocess.CompletedProcess[str]":
        """Run these tests in a process of their own, until the first that fails."""
        command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *tests]
        try:
            return self._run(command, timeout=_LONGEST_SECONDS)
        except subprocess.TimeoutExpired:
            # As `timeout` does; no exit code of pytest.
            late = f"The tests took longer than {_LONGEST_SECONDS} s."
            return subprocess.CompletedProcess(command, 124, late, "")

    def try_fault(self, fault: PlantedFault) -> Outcome:
        started = time.monotonic()
        verdict, details = self._try(fault)
        return Outcome(fault, verdict, time.monotonic() - started, details)

    def _try(self, fault: PlantedFault) -> tuple[Verdict, str]:
        applied = self._apply(fault.path)
        if applied.returncode:
            return "broken", f"The patch does not apply:\n{applied.stderr}"
        try:
            done = self.test(list(fault.tests))
        finally:
            self._apply(fault.path, "--reverse").check_returncode()
        if done.returncode == _TESTS_FAILED:
            return "killed", ""
        if done.returncode == 0:
            return "SURVIVED", f"{fault.sentence}\nPassed: {' '.join(fault.tests)}"
        return "broken", f"pytest ended with exit code {done.returncode}:\n{_end_of(done)}"

    def _apply(self, patch: Path, *options: str) -> "subprocess.CompletedProcess[str]":
        return self._run(["git", "apply", *options, str(patch)])

    def _run(
        self, command: list[str], timeout: float | None = None
    ) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            command,
            cwd=self.folder,
            env=_environment(self.folder),
            capture_output=True,
            text=True,
            check=False,
            timeout=timeout,
        )


def copied(root: Path, folder: Path) -> Tree:
    """Copy the project under `root` into a new folder."""
    shutil.copytree(root, folder, ignore=_LEFT_OUT, symlinks=True)
    # A file that changes twice in a second must not be taken from its old bytecode.
    checked = py_compile.PycInvalidationMode.CHECKED_HASH
    compileall.compile_dir(folder / "rip", quiet=2, invalidation_mode=checked)
    return Tree(folder)


def _environment(folder: Path) -> dict[str, str]:
    """Leave out what this process was told of servers and settings: faults are tried on SQLite."""
    left_out = {"DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE", "RIP_TEST_NO_SKIPS"}
    return {
        **{
            name: value
            for name, value in os.environ.items()
            if name not in left_out and not name.startswith("PYTEST_")
        },
        "PYTHONDONTWRITEBYTECODE": "1",
        # The copy may lie in a repository, which git must not take for that of the patch.
        "GIT_CEILING_DIRECTORIES": str(folder.parent),
    }


def _end_of(done: "subprocess.CompletedProcess[str]") -> str:
    return "\n".join((done.stdout + done.stderr).splitlines()[-_SHOWN_LINES:])


def failing_without_faults(tree: Tree, faults: list[PlantedFault]) -> str:
    """Run all tests that the faults name on the code as it is; return what failed, or nothing."""
    tests = sorted({test for fault in faults for test in fault.tests})
    done = tree.test(tests)
    return _end_of(done) if done.returncode else ""


def try_all(
    trees: list[Tree], faults: list[PlantedFault], told: Callable[[Outcome], None]
) -> list[Outcome]:
    """Try the faults in the trees, side by side; `told` hears of each as soon as it has run."""
    free: SimpleQueue[Tree] = SimpleQueue()
    for tree in trees:
        free.put(tree)

    def try_one(fault: PlantedFault) -> Outcome:
        with _taken(free) as tree:
            outcome = tree.try_fault(fault)
        told(outcome)
        return outcome

    with ThreadPoolExecutor(len(trees)) as pool:
        return list(pool.map(try_one, faults))


@contextlib.contextmanager
def _taken(free: "SimpleQueue[Tree]") -> Iterator[Tree]:
    tree = free.get()
    try:
        yield tree
    finally:
        free.put(tree)
