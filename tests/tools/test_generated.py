"""`./run mutate` reads what mutmut did, scores it, and does not let its lists rot."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from tests.kit.running import ROOT
from tests.mutants.equivalent import Equivalent, listed
from tests.mutants.modules import GUARDS, guards
from tests.mutants.results import Mutant, Verdict, mutants, verdicts
from tests.mutants.scores import LEAST, score, write_into
from tests.mutants.workspace import Workspace

MODULE: Final = "rip/numbers.py"
LRU: Final = "rip/core/work/lru.py"
SOURCE: Final = '''"""Numbers."""


# A comment that is no part of the function.
def is_small(number: int) -> bool:
    """Say if it is."""
    return number < 10


def unused(number: int) -> int:
    return number + 1


class Sums:
    def __init__(self) -> None:
        self.total = 0

    # It adds.
    def add(self, numbers: list[int], others: list[int]) -> None:
        for one, two in zip(numbers, others, strict=True):
            self.total += one * two
'''
TESTS: Final = """from rip.numbers import Sums, is_small


def test_small():
    assert is_small(9)
    assert not is_small(11)


def test_sums():
    sums = Sums()
    sums.add([2, 3], [1, 1])
    assert sums.total == 5
"""
CONFIG: Final = """
[tool.pytest.ini_options]
addopts = ["--import-mode=importlib", "-p", "no:django"]
[tool.mutmut]
process_isolation = "forkserver"
source_paths = ["rip"]
also_copy = ["manage.py"]
pytest_add_cli_args_test_selection = ["tests"]
use_git_change_detection = false
"""


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny project after a run of mutmut."""
    folder = tmp_path_factory.mktemp("project")
    for name, text in {
        MODULE: SOURCE,
        "tests/test_numbers.py": TESTS,
        "pyproject.toml": CONFIG,
        "manage.py": "",
    }.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    hidden = {"DJANGO_SETTINGS_MODULE", "PYTEST_XDIST_WORKER", "PYTEST_CURRENT_TEST"}
    subprocess.run(
        [Path(sys.executable).with_name("mutmut"), "run", "--max-children", "1"],
        cwd=folder,
        env={name: value for name, value in os.environ.items() if name not in hidden},
        check=True,
        capture_output=True,
    )
    return folder


def test_each_fault_has_its_line_and_both_texts(workspace: Path) -> None:
    found = {(one.line, one.before, one.after): one for one in mutants(workspace, MODULE)}
    bound = found[7, "return number < 10", "return number <= 10"]
    assert bound.function == "is_small"
    assert bound.verdict == "survived"
    assert not bound.noticed
    sign = found[21, "self.total += one * two", "self.total -= one * two"]
    assert sign.function == "Sums.add"
    assert sign.verdict == "killed"
    assert sign.noticed


def test_functions_that_no_test_runs_are_told_apart(workspace: Path) -> None:
    found = {one.verdict for one in mutants(workspace, MODULE) if one.function == "unused"}
    assert found == {"untested"}


def test_lists_that_are_always_of_one_length_are_no_fault(workspace: Path) -> None:
    changed = [one.after for one in mutants(workspace, MODULE) if "strict" in one.before]
    assert changed
    assert all(
        "None, others" in text
        or "numbers, None" in text
        or "zip(numbers, s" in text
        or "zip(others" in text
        for text in changed
    )


def test_nothing_is_known_before_mutmut_has_begun(tmp_path: Path) -> None:
    assert verdicts(tmp_path, MODULE) == {}


def verdict(verdict: Verdict, before: str = "a < b") -> Mutant:
    return Mutant("rip.numbers.x_one__mutmut_1", verdict, "one", 3, before, "a <= b", "")


def test_the_score_is_the_share_of_faults_that_were_noticed() -> None:
    known = Equivalent(MODULE, "one", "c < d", "a <= b", "It is the same.")
    found = score(
        MODULE,
        [
            *[verdict("killed")] * 6,
            verdict("timeout"),
            verdict("survived"),
            verdict("untested"),
            verdict("not run"),
            verdict("survived", "c < d"),
            *[verdict("refused")] * 5,
        ],
        [known],
    )
    assert (found.refused, found.all, found.killed, found.equivalent) == (5, 11, 7, 1)
    assert len(found.survivors) == 2
    assert len(found.broken) == 1
    assert found.percent == 70
    assert found.stale == []
    assert not found.good


@pytest.mark.parametrize(("killed", "good"), [(90, True), (89, False)])
def test_a_module_is_good_from_ninety_percent_on(killed: int, good: bool) -> None:
    assert LEAST == 90
    mutants = [verdict("killed")] * killed + [verdict("survived")] * (100 - killed)
    assert score(MODULE, mutants, []).good is good


def test_a_fault_whose_test_could_not_run_is_never_good() -> None:
    assert not score(MODULE, [verdict("killed")] * 99 + [verdict("broken")], []).good


@pytest.mark.parametrize("found", [[], [verdict("killed")], [verdict("survived", "e < f")]])
def test_an_entry_that_fits_no_survivor_is_stale(found: list[Mutant]) -> None:
    known = Equivalent(MODULE, "one", "a < b", "a <= b", "It is the same.")
    other = Equivalent(LRU, "one", "a < b", "a <= b", "Of another module.")
    result = score(MODULE, found, [known, other])
    assert result.stale == [known]
    assert not result.good


def test_every_listed_fault_is_of_lines_that_are_there_and_has_its_reason() -> None:
    for entry in listed():
        assert entry.module in GUARDS, entry
        assert entry.reason.strip().endswith("."), entry
        lines = [line.strip() for line in (ROOT / entry.module).read_text().splitlines()]
        assert [line for line in entry.before.split("\n") if line.strip() not in lines] == [], entry


@pytest.mark.parametrize("module", GUARDS)
def test_a_critical_module_is_there_and_has_tests_by_every_name(module: str) -> None:
    assert (ROOT / module).is_file()
    assert guards(ROOT, module)
    assert [pattern for pattern in GUARDS[module] if not list(ROOT.glob(pattern))] == []


def test_new_tests_guard_by_their_name_but_state_machines(tmp_path: Path) -> None:
    for name in ("test_lru.py", "test_lru_order.py", "test_lru_machine.py", "test_other.py"):
        file = tmp_path / "tests" / "core" / "work" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    found = ["tests/core/work/test_lru.py", "tests/core/work/test_lru_order.py"]
    assert guards(tmp_path, LRU) == found


def test_scores_replace_those_of_their_modules_alone(tmp_path: Path) -> None:
    document = tmp_path / "mutation.md"
    document.write_text(
        "Before\n<!-- begin: ./run mutate --write -->\n| `b.py` | old |\n| `a.py` | old |\n"
        "| `gone.py` | old |\n<!-- end -->\nAfter\n"
    )
    write_into(document, [score("b.py", [verdict("killed")], [])], ["a.py", "b.py"])
    assert document.read_text() == (
        "Before\n<!-- begin: ./run mutate --write -->\n"
        "| module | refused by mypy | faults | killed | equivalent | survived | score |\n"
        "|---|---|---|---|---|---|---|\n"
        "| `a.py` | old |\n| `b.py` | 0 | 1 | 1 | 0 | 0 | 100.0% |\n<!-- end -->\nAfter\n"
    )


@pytest.fixture
def kept(tmp_path: Path) -> Workspace:
    """A workspace where every fault has been tried."""
    workspace = Workspace(LRU, tmp_path)
    workspace.prepare(fresh=False)
    meta = workspace.folder / "mutants" / f"{LRU}.meta"
    meta.parent.mkdir(parents=True)
    meta.write_text(json.dumps({"exit_code_by_key": {"rip.core.work.lru.x_one__mutmut_1": 1}}))
    assert workspace.finished
    return workspace


def test_results_are_kept_while_module_and_tests_stay(kept: Workspace) -> None:
    kept.prepare(fresh=False)
    assert kept.finished


def test_results_of_other_code_are_forgotten(kept: Workspace) -> None:
    stamp = kept.folder / "stamp.json"
    stamp.write_text(json.dumps({**json.loads(stamp.read_text()), LRU: "another"}))
    kept.prepare(fresh=False)
    assert not kept.finished


def test_everything_is_tried_again_when_asked(kept: Workspace) -> None:
    kept.prepare(fresh=True)
    assert not kept.finished


def test_a_run_that_was_stopped_is_not_finished(kept: Workspace) -> None:
    meta = kept.folder / "mutants" / f"{LRU}.meta"
    codes = {"rip.core.work.lru.x_one__mutmut_1": 1, "rip.core.work.lru.x_one__mutmut_2": None}
    meta.write_text(json.dumps({"exit_code_by_key": codes}))
    assert not kept.finished
    assert list(kept.verdicts().values()) == ["killed", "not run"]
