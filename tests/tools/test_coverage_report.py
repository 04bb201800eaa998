"""`./run test --coverage`: what it measures, and what it says of it."""

import os
import subprocess
import sys
from pathlib import Path

from tests.kit.running import ROOT
from tests.tools.coverage_report import Lines, report

STARTS_ANOTHER = """
import subprocess, sys
ends = "import os, rip.env; os.kill(os.getpid(), 15)"
subprocess.run([sys.executable, "-c", ends])
"""


def test_folders_come_first_then_the_modules_of_which_little_ran() -> None:
    modules = {
        "rip/chat/half.py": (Lines(10, 5), "6-10"),
        "rip/chat/whole.py": (Lines(30, 30), ""),
        "rip/chat/__init__.py": (Lines(0, 0), ""),
        "rip/api.py": (Lines(10, 2), "3-10"),
        "rip/nearly.py": (Lines(10, 9), "10"),
    }
    assert list(report(modules)) == [
        " 55.0%      20  rip",
        " 87.5%      40  rip/chat",
        " 76.7%      60  all",
        " 20.0%  rip/api.py: 3-10",
        " 50.0%  rip/chat/half.py: 6-10",
    ]


def test_a_process_of_a_process_that_ends_by_a_signal_is_measured(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(STARTS_ANOTHER)
    environment = {**os.environ, "COVERAGE_FILE": str(tmp_path / "data"), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "coverage"]
    for arguments in (["run", str(program)], ["combine"]):
        subprocess.run([*command, *arguments], cwd=ROOT, env=environment, check=True)
    told = subprocess.run(
        [*command, "report", "--include=rip/env.py"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "rip/env.py" in told
