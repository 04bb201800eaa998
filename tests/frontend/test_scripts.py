"""The parts of the pages' scripts that can be tested without a browser, by Node's own runner."""

import shutil
import subprocess

import pytest

from rip.env import BASE_DIR

FRONTEND = BASE_DIR / "frontend"


def test_the_scripts_pass_their_own_tests() -> None:
    node = shutil.which("node")
    if node is None or not (FRONTEND / "node_modules" / "esbuild").exists():
        pytest.skip("needs Node.js 20 or newer and the packages that ./run frontend installs")
    done = subprocess.run(
        [node, "test.js"], cwd=FRONTEND, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
