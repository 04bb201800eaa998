"""Caddy takes its configuration."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.kit.programs import NotInstalled, program
from tests.kit.running import ROOT


def test_caddy_takes_its_configuration(tmp_path: Path) -> None:
    try:
        caddy = program("caddy", package="caddy")
    except NotInstalled as error:
        pytest.skip(f"needs caddy: {error}")
    config = ROOT / "deploy" / "Caddyfile"
    done = subprocess.run(
        [caddy, "validate", "--adapter", "caddyfile", "--config", str(config)],
        env={**os.environ, "RIP_HOST": "rip.example.org", "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Valid configuration" in done.stdout + done.stderr
