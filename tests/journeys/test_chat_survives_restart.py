"""A restart of the server: clients are told to come back, and get exactly the rest."""

from collections.abc import Iterator

import httpx
import pytest

from tests.conftest import PASSWORD
from tests.kit.people import Person
from tests.kit.running import Server, running_server
from tests.kit.talking import close_code, hear_many, tell, tell_many

pytestmark = pytest.mark.slow


@pytest.fixture
def server() -> Iterator[Server]:
    """A server of one's own, to be stopped and started."""
    with running_server() as running:
        yield running


@pytest.fixture
def owner(server: Server) -> Iterator[Person]:
    credentials = {"username": "owner", "password": PASSWORD}
    httpx.post(f"{server.url}/api/v1/accounts/register", json=credentials, timeout=20)
    with Person(server, "owner") as signed_in:
        yield signed_in


def test_after_a_restart_since_gives_exactly_the_rest(server: Server, owner: Person) -> None:
    with owner.chat(owner.room) as socket:
        sent = tell_many(socket, 10)
        server.stop()
        assert close_code(socket) == 1012
    server.start_again()
    with owner.chat(owner.room, since=4) as socket:
        assert hear_many(socket, 6) == sent[4:]
        assert tell(socket, "back")["seq"] == 11


def test_a_retry_after_a_restart_is_answered_with_the_original(
    server: Server, owner: Person
) -> None:
    with owner.chat(owner.room) as socket:
        original = tell(socket, "a", "id-1")
        server.stop()
    server.start_again()
    with owner.chat(owner.room, since=1) as socket:
        assert tell(socket, "a", "id-1") == original
        assert tell(socket, "b")["seq"] == 2
