"""`.ci/run` runs nothing where a program is missing, and every test somewhere."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.kit.running import ROOT

TOOLS = ["bash", "cat", "dirname", "realpath"]
# They would change this machine, or take long.
HARMLESS = ["apt-get", "chmod", "env", "npm", "rm", "sudo", "tee"]
PROGRAMS = [
    *("mariadbd", "redis-server", "chromium", "caddy", "nginx", "openssl", "curl", "node", "npm"),
    "python3",
]


def run_without(missing: str, folder: Path, *parts: str) -> "subprocess.CompletedProcess[str]":
    """Run a copy of the script where there is everything else, and no package to install."""
    programs = folder / "bin"
    programs.mkdir()
    for tool in TOOLS:
        found = shutil.which(tool)
        assert found is not None
        (programs / tool).symlink_to(found)
    for name in {*HARMLESS, *PROGRAMS} - {missing}:
        # MySQL is looked for by a program in Python.
        code = int(missing == "mysqld" and name == "python3")
        (programs / name).write_text(f"#!{programs}/bash\n[[ $* == *venv* ]] || exit {code}\n")
        (programs / name).chmod(0o755)
    (folder / ".ci").mkdir()
    # Servers are looked for in the system's own folder too, where this machine may have some.
    script = (ROOT / ".ci" / "run").read_text().replace("/usr/sbin", str(programs))
    (folder / ".ci" / "run").write_text(script)
    (folder / ".ci" / "run").chmod(0o755)
    return subprocess.run(
        [folder / ".ci" / "run", *parts],
        env={**os.environ, "PATH": str(programs)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("missing", [*PROGRAMS[:-1], "mysqld"])
def test_a_missing_program_is_named_and_nothing_is_run(missing: str, tmp_path: Path) -> None:
    done = run_without(missing, tmp_path)
    assert done.returncode == 1
    assert f"MISSING: {missing}" in done.stdout
    assert "=== Programs: FAILED" in done.stdout
    assert "=== Frontend" not in done.stdout


def test_it_goes_on_where_everything_is_there(tmp_path: Path) -> None:
    done = run_without("nothing", tmp_path)
    assert "=== Programs: passed" in done.stdout
    assert "=== Frontend" in done.stdout


def test_a_part_that_there_is_none_of_is_refused_before_anything_runs(tmp_path: Path) -> None:
    done = run_without("nothing", tmp_path, "mariadb", "oracle")
    assert done.returncode == 2
    assert done.stdout == "There is no part oracle. .ci/run --list names them.\n"


def test_the_parts_that_were_asked_for_run_alone(tmp_path: Path) -> None:
    done = run_without("nothing", tmp_path, "checks")
    headings = re.findall(r"^=== (\w+)$", done.stdout, re.MULTILINE)
    assert headings == ["Programs", "Checks"]
