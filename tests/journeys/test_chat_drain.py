"""SIGTERM: clients are asked to come back, and what was acknowledged is stored."""

import signal
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from websockets.exceptions import ConnectionClosed

from tests.conftest import PASSWORD
from tests.kit import services
from tests.kit.people import Person
from tests.kit.running import Server, running_server
from tests.kit.talking import Frame, hear, hear_type, numbers, send, typed

pytestmark = pytest.mark.slow

SENDERS = 10
ENOUGH = 100


@pytest.fixture(params=["1", "2"], ids=["one process", "two processes"])
def server(request: pytest.FixtureRequest) -> Iterator[Server]:
    """A server of one's own, to be stopped."""
    with (
        services.redis() as redis,
        running_server(WEB_CONCURRENCY=request.param, REDIS_URL=redis.url) as running,
    ):
        yield running


@pytest.fixture
def owner(server: Server) -> Iterator[Person]:
    credentials = {"username": "owner", "password": PASSWORD}
    httpx.post(f"{server.url}/api/v1/accounts/register", json=credentials, timeout=20)
    with Person(server, "owner") as signed_in:
        yield signed_in


def test_sockets_are_closed_with_1012_and_acknowledged_messages_are_there(
    server: Server, owner: Person
) -> None:
    assert owner.room
    acknowledged: dict[str, Frame] = {}
    enough = threading.Event()

    def talk(name: int) -> int:
        """Send one message after the other until the server closes; the code it closes with."""
        with typed(owner.chat_address(owner.room)) as socket:
            for number in range(100_000):
                client_id = f"{name}-{number}"
                try:
                    send(socket, "message", message=client_id, client_message_id=client_id)
                    acknowledged[client_id] = hear_type(socket, "ack")
                except ConnectionClosed as closed:
                    return closed.rcvd.code if closed.rcvd else 0
                if len(acknowledged) > ENOUGH:
                    enough.set()
        return 0

    with ThreadPoolExecutor(SENDERS) as pool:
        talks = [pool.submit(talk, name) for name in range(SENDERS)]
        assert enough.wait(60)
        server.stop(signal.SIGTERM)
        assert [one.result(timeout=30) for one in talks] == [1012] * SENDERS

    server.start_again()
    with owner.chat(owner.room, since=0) as socket:
        newest = owner.http.get(f"/api/v1/support/rooms/{owner.room}/messages").json()["last_seq"]
        stored = [hear(socket) for _ in range(newest)]
    assert numbers(stored) == list(range(1, newest + 1))
    by_id = {frame["client_message_id"]: frame["seq"] for frame in stored}
    assert len(by_id) == newest
    for client_id, ack in acknowledged.items():
        assert by_id[client_id] == ack["seq"]
