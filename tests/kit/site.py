"""A pytest plugin: the running site of all tests that need no settings of their own."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import httpx
import pytest

from tests.kit.people import Person, make_staff, register_account
from tests.kit.running import Server, running_server


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    with running_server() as running:
        make_staff(running, "operator")
        yield running


@pytest.fixture(scope="session")
def person(server: Server) -> Iterator[Callable[[str], Person]]:
    """Registers someone new: `person("name")` gives them a unique user name that starts so."""

    def registered(name: str) -> Person:
        username = f"{name}-{uuid.uuid4().hex[:8]}"
        register_account(server, username)
        return clients.enter_context(Person(server, username))

    with ExitStack() as clients:
        yield registered


@pytest.fixture(scope="session")
def colleague_name(server: Server) -> str:
    make_staff(server, "colleague")
    return "colleague"


@pytest.fixture
def nobody(server: Server) -> Iterator[httpx.Client]:
    """Someone without an account."""
    with httpx.Client(base_url=server.url, timeout=20) as client:
        yield client
