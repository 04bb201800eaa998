"""People on a real server, and the reference clients they talk with."""

import math
import shutil
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.clients.proxy import Proxy
from tests.clients.talker import Casting, Kind
from tests.conftest import PASSWORD
from tests.kit.people import Person
from tests.kit.running import ROOT, Server, running_server

HERE = Path(__file__).parent
SOURCES = ROOT / "frontend" / "chat-client"


def register(server: Server) -> Person:
    """Someone new."""
    username = f"owner-{uuid.uuid4().hex[:8]}"
    credentials = {"username": username, "password": PASSWORD}
    httpx.post(f"{server.url}/api/v1/accounts/register", json=credentials, timeout=20)
    return Person(server, username)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    with running_server() as running:
        yield running


@pytest.fixture
def owner(server: Server) -> Iterator[Person]:
    with register(server) as person:
        yield person


@pytest.fixture
def proxy(server: Server) -> Iterator[Proxy]:
    """A way to the server that can be cut and frozen."""
    with Proxy(server.port, lambda: math.inf).running() as running:
        yield running


@pytest.fixture(scope="session")
def node() -> list[str]:
    """The command that runs a JavaScript program which opens WebSockets."""
    program = shutil.which("node")
    if program is None:
        pytest.skip("needs Node.js 20 or newer: install nodejs")
    asked = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)
    major = int(asked.stdout.removeprefix("v").partition(".")[0])
    if major < 20:
        pytest.skip(f"needs Node.js 20 or newer, and this is {asked.stdout.strip()}")
    return [program] if major >= 22 else [program, "--no-warnings", "--experimental-websocket"]


def _camel(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(map(str.capitalize, others))


@pytest.fixture(params=["python", "javascript"])
def start(request: pytest.FixtureRequest, tmp_path: Path) -> Casting:
    """Starts a client: each test is run with every one of them."""
    if request.param == "python":
        return Casting(Kind([sys.executable, str(HERE / "python_driver.py")]), tmp_path)
    node: list[str] = request.getfixturevalue("node")
    return Casting(Kind([*node, str(HERE / "javascript_driver.mjs")], _camel), tmp_path)
