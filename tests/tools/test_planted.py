"""Planted faults fit the tree, and `./run mutate --planted` says which of them the tests miss."""

import subprocess
from pathlib import Path

import pytest

from tests.kit.running import ROOT
from tests.mutants.__main__ import run
from tests.mutants.patches import FOLDER, PlantedFault, head_faults, planted_faults
from tests.mutants.planted import copied

DOUBLE = "def double(number):\n    return number * 2\n"
TEST_DOUBLE = """from rip.numbers import double


def test_zero_stays():
    assert double(0) == 0


def test_five_becomes_ten():
    assert double(5) == 10
"""
TRIPLED = """--- a/rip/numbers.py
+++ b/rip/numbers.py
@@ -1,2 +1,2 @@
 def double(number):
-    return number * 2
+    return number * 3
"""
FIVE = "tests/test_numbers.py::test_five_becomes_ten"
ZERO = "tests/test_numbers.py::test_zero_stays"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A tiny project."""
    folder = tmp_path / "project"
    (folder / "rip").mkdir(parents=True)
    (folder / "tests").mkdir()
    (folder / "rip" / "numbers.py").write_text(DOUBLE)
    (folder / "tests" / "test_numbers.py").write_text(TEST_DOUBLE)
    return folder


def plant(root: Path, tests: str, diff: str = TRIPLED, name: str = "core/tripled") -> PlantedFault:
    path = root / FOLDER / f"{name}.patch"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"It triples.\nTests: {tests}\n\n{diff}")
    [fault] = [fault for fault in planted_faults(root) if fault.name == name]
    return fault


def test_every_planted_fault_is_well_described() -> None:
    faults = planted_faults(ROOT)
    assert faults
    assert [
        f"{fault.name}: {wrong}" for fault in faults for wrong in head_faults(fault, ROOT)
    ] == []


def test_every_planted_fault_applies_to_the_tree() -> None:
    stale = [fault.name for fault in planted_faults(ROOT) if not applies(fault)]
    assert stale == []


def applies(fault: PlantedFault) -> bool:
    check = ["git", "apply", "--check", str(fault.path)]
    return subprocess.run(check, cwd=ROOT, capture_output=True, check=False).returncode == 0


def test_no_patch_lies_outside_the_areas() -> None:
    patches = set((ROOT / FOLDER).rglob("*.patch"))
    assert patches == {fault.path for fault in planted_faults(ROOT)}


@pytest.mark.parametrize(
    ("tests", "wrong"),
    [
        ("", "it names no tests"),
        ("tests/test_nothing.py", "there is no tests/test_nothing.py"),
        ("tests/test_numbers.py::test_six", "there is no tests/test_numbers.py::test_six"),
        (f"{FIVE}[1]", None),
        (f"{FIVE} {ZERO}", None),
    ],
)
def test_tests_that_are_not_there_are_named(root: Path, tests: str, wrong: str | None) -> None:
    assert list(head_faults(plant(root, tests), root)) == ([wrong] if wrong else [])


def test_a_head_without_a_sentence_is_named(root: Path) -> None:
    fault = plant(root, FIVE)
    fault.path.write_text(f"Tests: {FIVE}\n\n{TRIPLED.replace('rip/', 'docs/')}")
    [again] = planted_faults(root)
    assert list(head_faults(again, root)) == [
        "it does not begin with a sentence",
        "it changes docs/numbers.py, which is not in rip/",
    ]


def test_a_fault_that_a_test_notices_is_killed(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plant(root, FIVE)
    assert run(root, [], jobs=1) == 0
    verdict, summary = capsys.readouterr().out.splitlines()
    assert verdict.startswith("killed ")
    assert verdict.endswith(" core/tripled")
    assert summary.startswith("1 planted faults: 1 killed, 0 survived, 0 broken, in ")


def test_a_fault_that_no_test_notices_survives(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plant(root, ZERO, name="core/missed")
    plant(root, FIVE, name="core/noticed")
    assert run(root, [], jobs=2) == 1
    printed = capsys.readouterr().out
    assert "SURVIVED" in printed
    assert "It triples." in printed
    assert f"Passed: {ZERO}" in printed
    assert "2 planted faults: 1 killed, 1 survived, 0 broken" in printed


@pytest.mark.parametrize(
    ("replaced", "by", "said"),
    [
        ("return number * 3", "return number *", "pytest ended with exit code"),
        ("return number * 2", "return number + number", "The patch does not apply"),
    ],
)
def test_a_fault_that_breaks_more_than_a_test_does_not_count(
    root: Path, capsys: pytest.CaptureFixture[str], replaced: str, by: str, said: str
) -> None:
    plant(root, FIVE, TRIPLED.replace(replaced, by))
    assert run(root, [], jobs=1) == 1
    printed = capsys.readouterr().out
    assert printed.startswith("broken ")
    assert said in printed
    assert "0 killed, 0 survived, 1 broken" in printed


def test_nothing_is_tried_if_the_tests_fail_without_a_fault(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / "tests" / "test_numbers.py").write_text(TEST_DOUBLE.replace("10", "11"))
    plant(root, FIVE)
    assert run(root, [], jobs=1) == 1
    printed = capsys.readouterr().out
    assert printed.startswith("These tests must pass on the code as it is:\n")
    assert "killed" not in printed


def test_faults_are_chosen_by_area_name_and_file(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plant(root, FIVE, name="core/one")
    plant(root, FIVE, name="core/two")
    plant(root, FIVE, name="chat/three")
    assert run(root, ["core/one", "tests/mutants/chat/three.patch"], jobs=1) == 0
    names = [line.split()[-1] for line in capsys.readouterr().out.splitlines()[:-1]]
    assert names == ["chat/three", "core/one"]


def test_a_fault_that_there_is_none_of_is_refused(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plant(root, FIVE)
    assert run(root, ["core", "accounts"], jobs=1) == 2
    assert capsys.readouterr().out == "There is no planted fault accounts.\n"


def test_the_tree_stays_as_it_is_and_the_copy_is_mended(root: Path, tmp_path: Path) -> None:
    fault = plant(root, FIVE)
    with copied(root, tmp_path / "copy", tmp_path / "no-template") as tree:
        assert tree.try_fault(fault).verdict == "killed"
    assert (root / "rip" / "numbers.py").read_text() == DOUBLE
    assert (tree.folder / "rip" / "numbers.py").read_text() == DOUBLE
