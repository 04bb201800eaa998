"""Trying planted faults: each is made in a copy of the tree, where one of its tests must fail."""

import compileall
import contextlib
import json
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
# The patience of a test that waits for what a fault keeps from happening; nothing else waits.
_PATIENCE_SECONDS: Final = 10
_WARM: Final = Path(__file__).with_name("warm.py")
# The libraries are loaded before pytest could rewrite the assertions in them.
_OPTIONS: Final = ("-x", "-q", "-p", "no:cacheprovider", "--assert=plain", "--reuse-db")
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
class Tested:
    """The end of a run of pytest: its exit code, if it ended by itself, and what it printed."""

    code: int | None
    output: str


class Tree:
    """A copy of the project in which faults are made, one at a time."""

    def __init__(self, folder: Path, template: Path) -> None:
        self.folder = folder
        # The tests leave files there; it goes with the copy.
        self._temporary = folder.with_name(f"{folder.name}.tmp")
        self._temporary.mkdir()
        self._environment = _environment(self._temporary, template)
        self._output = self._temporary / "output.txt"
        self._warm = subprocess.Popen(
            [sys.executable, str(_WARM)],
            cwd=folder,
            env=self._environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def close(self) -> None:
        """Let the process end that runs the tests."""
        self._warm.communicate()

    def test(self, tests: list[str]) -> Tested:
        """Run these tests in a process of their own, until the first that fails."""
        assert self._warm.stdin
        assert self._warm.stdout
        run = {
            "arguments": [*_OPTIONS, *tests],
            "output": str(self._output),
            "seconds": _LONGEST_SECONDS,
        }
        self._warm.stdin.write(json.dumps(run) + "\n")
        self._warm.stdin.flush()
        code = json.loads(self._warm.stdout.readline())
        return Tested(code, self._output.read_text(errors="replace"))

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
        if done.code == _TESTS_FAILED:
            return "killed", ""
        if done.code == 0:
            return "SURVIVED", f"{fault.sentence}\nPassed: {' '.join(fault.tests)}"
        if done.code is None:
            return "broken", f"The tests took longer than {_LONGEST_SECONDS} s."
        return "broken", f"pytest ended with exit code {done.code}:\n{_end_of(done)}"

    def _apply(self, patch: Path, *options: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            ["git", "apply", *options, str(patch)],
            cwd=self.folder,
            env=self._environment,
            capture_output=True,
            text=True,
            check=False,
        )


@contextlib.contextmanager
def copied(root: Path, folder: Path, template: Path) -> Iterator[Tree]:
    """Copy the project under `root` into a new folder; its tests begin with this database."""
    shutil.copytree(root, folder, ignore=_LEFT_OUT, symlinks=True)
    # A file that changes twice in a second must not be taken from its old bytecode.
    checked = py_compile.PycInvalidationMode.CHECKED_HASH
    for part in ("rip", "tests"):
        compileall.compile_dir(folder / part, quiet=2, invalidation_mode=checked)
    with contextlib.closing(Tree(folder, template)) as tree:
        yield tree


def _environment(temporary: Path, template: Path) -> dict[str, str]:
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
        "GIT_CEILING_DIRECTORIES": str(temporary.parent),
        "TMPDIR": str(temporary),
        "RIP_TEST_TEMPLATE": str(template),
        "RIP_TEST_PATIENCE": str(_PATIENCE_SECONDS),
    }


def _end_of(done: Tested) -> str:
    return "\n".join(done.output.splitlines()[-_SHOWN_LINES:])


def failing_without_faults(tree: Tree, faults: list[PlantedFault]) -> str:
    """Run all tests that the faults name on the code as it is; return what failed, or nothing."""
    tests = sorted({test for fault in faults for test in fault.tests})
    done = tree.test(tests)
    return _end_of(done) if done.code != 0 else ""


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
