"""Docker Compose takes both files, and what they name is there."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.kit.debian import unpacked
from tests.kit.programs import NotInstalled
from tests.kit.running import ROOT

FILES = ["compose.yaml", "MySQL/docker-compose.yml"]
VARIABLES = {"RIP_HOST": "rip.example.org"}
PLUGIN = "/usr/libexec/docker/cli-plugins/docker-compose"


def installed() -> bool:
    docker = shutil.which("docker")
    if docker is None:
        return False
    asked = subprocess.run([docker, "compose", "version"], capture_output=True, check=False)
    return asked.returncode == 0


@contextmanager
def compose(file: str) -> Iterator[list[str]]:
    """The call of Compose with a file: of the installed one, or of a newer Debian's."""
    if installed():
        yield ["docker", "compose", "--file", str(ROOT / file)]
        return
    try:
        root = unpacked("docker-compose")
    except NotInstalled as error:
        pytest.skip(f"needs docker compose: {error}")
    with tempfile.TemporaryDirectory(prefix="rip-compose-", dir=root / "tmp") as folder:
        copy = Path(folder) / Path(file).name
        shutil.copy(ROOT / file, copy)
        yield ["chroot", str(root), PLUGIN, "--file", f"/{copy.relative_to(root)}"]


def config(file: str, **variables: str) -> "subprocess.CompletedProcess[str]":
    with compose(file) as command:
        return subprocess.run(
            [*command, "config", "--format", "json"],
            env={"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), **variables},
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.mark.parametrize("file", FILES)
def test_compose_takes_it(file: str) -> None:
    done = config(file, **VARIABLES)
    assert done.returncode == 0, done.stderr
    assert "level=warning" not in done.stderr
    assert {"mysql", "redis"} <= msgspec.json.decode(done.stdout)["services"].keys()


def test_the_site_has_no_name_of_its_own() -> None:
    done = config("compose.yaml")
    assert done.returncode != 0
    assert "RIP_HOST" in done.stderr
    assert "the name of the site" in done.stderr


@pytest.mark.parametrize("file", FILES)
def test_each_service_says_how_it_is_and_which_version_it_is(file: str) -> None:
    services: dict[str, dict[str, Any]] = msgspec.json.decode(config(file, **VARIABLES).stdout)[
        "services"
    ]
    for name, service in services.items():
        assert service["restart"] == "unless-stopped", name
        assert "build" in service or ":" in service["image"], name
        # Those that RIP waits for say it by compose, RIP by its Dockerfile.
        assert name in ("app", "proxy") or service["healthcheck"], name
