"""A client outlives the server's end, however sudden."""

import signal
from collections.abc import Iterator

import pytest

from tests.clients.conftest import register
from tests.clients.talker import Casting, assert_all_there
from tests.kit.people import Person
from tests.kit.running import Server, running_server

pytestmark = pytest.mark.slow

TEXTS = [f"message {number}" for number in range(200)]


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with running_server() as running:
        yield running


@pytest.fixture
def owner(server: Server) -> Iterator[Person]:
    with register(server) as person:
        yield person


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_messages_sent_over_an_end_of_the_server_are_stored_once_and_in_order(
    server: Server, owner: Person, start: Casting, how: signal.Signals
) -> None:
    with start(owner) as talker:
        talker.order(send=TEXTS)
        talker.wait_for("delivery", 50, state="sent")
        server.stop(how)
        talker.wait_for("state", state="offline")
        server.start_again()
        talker.wait_for("delivery", len(TEXTS), state="sent")
        assert_all_there(owner, talker, TEXTS)
