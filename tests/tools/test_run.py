"""The script `./run`: what it says when it cannot do what was asked."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.kit.running import ROOT

COMMANDS = ["setup", "demo", "serve", "test", "check", "bench", "faults", "mutate", "lock"]
TOOLS = ["bash", "cat", "cksum", "dirname", "env", "realpath", "rm"]


def run(
    *arguments: str, script: Path = ROOT / "run", **environment: str
) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [script, *arguments],
        cwd="/",
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A folder for the PATH that has a few tools and no Python."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for tool in TOOLS:
        found = shutil.which(tool)
        assert found is not None
        (folder / tool).symlink_to(found)
    return folder


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """The script beside a lock file, in a folder without .venv."""
    shutil.copy(ROOT / "run", tmp_path)
    shutil.copy(ROOT / "requirements.txt", tmp_path)
    return tmp_path / "run"


def fake_python(
    folder: Path, name: str, *, recent: bool, venv: bool = False, optimised: bool = True
) -> None:
    """A Python that says of itself what it is asked, and makes no .venv."""
    script = folder / name
    answers = {
        "version_info": recent,
        "enable-optimizations": optimised,
        "import ensurepip": venv,
        "-m venv": False,
    }
    cases = " ".join(f'*"{asked}"*) exit {int(not yes)} ;;' for asked, yes in answers.items())
    script.write_text(f'#!/bin/sh\ncase "$*" in {cases} esac\n')
    script.chmod(0o755)


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_is_listed_and_explains_itself(command: str) -> None:
    assert f"\n  {command} " in run("help").stdout
    explained = run(command, "--help")
    assert explained.returncode == 0
    assert explained.stdout.startswith(f"./run {command}")


def test_an_unknown_command_is_named() -> None:
    done = run("nonsense")
    assert done.returncode == 1
    assert done.stderr == "There is no ./run nonsense: ./run help lists the commands.\n"


def test_a_machine_without_python_is_told_what_to_install(clone: Path, bare: Path) -> None:
    done = run("setup", script=clone, PATH=str(bare))
    assert done.returncode == 1
    assert done.stderr.startswith("RIP needs Python 3.11 or newer, and none is on the PATH")
    assert done.stderr.count("\n") == 1


def test_a_python_that_is_too_old_does_not_count(clone: Path, bare: Path) -> None:
    fake_python(bare, "python3", recent=False)
    done = run("setup", script=clone, PATH=str(bare))
    assert done.returncode == 1
    assert done.stderr.startswith("RIP needs Python 3.11 or newer, and none is on the PATH")


def test_a_newer_python_beside_an_old_one_is_found(clone: Path, bare: Path) -> None:
    fake_python(bare, "python3", recent=False)
    fake_python(bare, "python3.12", recent=True)
    done = run("setup", script=clone, PATH=str(bare))
    assert "This Python has no venv module" in done.stderr


def test_a_python_without_venv_is_told_what_to_install(clone: Path, bare: Path) -> None:
    fake_python(bare, "python3", recent=True)
    done = run("setup", script=clone, PATH=str(bare))
    assert done.returncode == 1
    assert "sudo apt install python3-venv" in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr


def test_a_python_that_was_compiled_to_be_fast_is_preferred(clone: Path, bare: Path) -> None:
    fake_python(bare, "python3", recent=True, venv=True, optimised=False)
    fake_python(bare, "python3.12", recent=True, venv=True)
    done = run("setup", script=clone, PATH=str(bare))
    assert f"{bare}/python3.12\n" in done.stderr


@pytest.mark.parametrize("other", [{"optimised": False, "venv": True}, {"venv": False}])
def test_the_first_python_will_do_where_no_better_one_could_be_used(
    clone: Path, bare: Path, other: dict[str, bool]
) -> None:
    fake_python(bare, "python3", recent=True, venv=True, optimised=False)
    fake_python(bare, "python3.12", recent=True, **other)
    done = run("setup", script=clone, PATH=str(bare))
    assert f"{bare}/python3\n" in done.stderr


def test_a_fast_python_further_down_the_path_is_found(
    clone: Path, bare: Path, tmp_path: Path
) -> None:
    first = tmp_path / "first"
    first.mkdir()
    fake_python(first, "python3", recent=True, venv=True, optimised=False)
    fake_python(bare, "python3", recent=True, venv=True)
    done = run("setup", script=clone, PATH=f"{first}:{bare}")
    assert f"{bare}/python3\n" in done.stderr


def test_a_chosen_python_that_is_too_old_is_refused(clone: Path, bare: Path) -> None:
    fake_python(bare, "python3", recent=False)
    done = run("setup", script=clone, PATH=str(bare), PYTHON=str(bare / "python3"))
    assert done.stderr == f"PYTHON={bare}/python3 is not a Python 3.11 or newer.\n"
