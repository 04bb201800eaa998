"""A pytest plugin: the running site of all tests that need no settings of their own."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import httpx
import pytest

from tests.conftest import PASSWORD
from tests.kit.people import Person
from tests.kit.running import Server, running_server


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    with running_server() as running:
        running.manage(
            "createsuperuser",
            "--noinput",
            "--username=operator",
            "--email=operator@example.org",
            DJANGO_SUPERUSER_PASSWORD=PASSWORD,
        )
        yield running


@pytest.fixture(scope="session")
def person(server: Server) -> Iterator[Callable[[str], Person]]:
    """Registers someone new: `person("name")` gives them a unique user name that starts so."""

    def register(name: str) -> Person:
        username = f"{name}-{uuid.uuid4().hex[:8]}"
        answer = httpx.post(
            f"{server.url}/api/v1/accounts/register",
            json={"username": username, "password": PASSWORD},
            timeout=20,
        )
        assert answer.status_code == 201, answer.text
        return clients.enter_context(Person(server, username))

    with ExitStack() as clients:
        yield register


@pytest.fixture(scope="session")
def colleague_name(server: Server) -> str:
    server.manage(
        "createsuperuser",
        "--noinput",
        "--username=colleague",
        "--email=colleague@example.org",
        DJANGO_SUPERUSER_PASSWORD=PASSWORD,
    )
    return "colleague"


@pytest.fixture
def nobody(server: Server) -> Iterator[httpx.Client]:
    """Someone without an account."""
    with httpx.Client(base_url=server.url, timeout=20) as client:
        yield client
