"""A server that was told to stop: it finishes what it has, and whoever checks it sees it go."""

import json
import signal
import socket
from collections.abc import Iterator

import httpx
import pytest

from tests.kit.people import ADVERT
from tests.kit.running import Server, running_server
from tests.kit.waiting import wait_until
from tests.server.test_health_command import health

BODY = json.dumps(ADVERT).encode()
HEAD = (
    b"POST /api/v1/execute HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    b"Content-Length: %d\r\nExpect: 100-continue\r\n\r\n" % len(BODY)
)


def begun(server: Server) -> socket.socket:
    """A request that the server has begun to read, and whose body is still to come."""
    client = socket.create_connection(("127.0.0.1", server.port), timeout=20)
    client.sendall(HEAD)
    assert client.recv(65536).startswith(b"HTTP/1.1 100 ")
    return client


def takes_connections(server: Server) -> bool:
    try:
        socket.create_connection(("127.0.0.1", server.port), timeout=20).close()
    except ConnectionRefusedError:
        return False
    return True


def rest_of(client: socket.socket) -> bytes:
    received = b""
    while piece := client.recv(65536):
        received += piece
    return received


@pytest.fixture
def server() -> Iterator[Server]:
    """A server of one's own, to be stopped."""
    with running_server() as running:
        yield running


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
def test_it_finishes_what_it_has_begun_and_begins_nothing_new(
    server: Server, told: signal.Signals
) -> None:
    with httpx.Client(base_url=server.url, timeout=20) as checker:
        assert checker.get("/readyz").status_code == 200
        with begun(server) as client:
            server.process.send_signal(told)
            wait_until(lambda: not takes_connections(server))
            with pytest.raises(httpx.ConnectError):
                # Also on the connection that was open before.
                checker.get("/readyz")
            client.sendall(BODY)
            answer = rest_of(client)
        assert answer.startswith(b"HTTP/1.1 201 ")
        server.process.wait(timeout=20)
        server.start_again()
        assert checker.get("/readyz").status_code == 200
        assert [one["title"] for one in checker.get("/api/v1/execute").json()] == [ADVERT["title"]]


def test_its_health_check_fails_from_then_on_until_it_is_started_again(server: Server) -> None:
    assert health(server.port).returncode == 0
    with begun(server):
        server.process.send_signal(signal.SIGTERM)
        wait_until(lambda: not takes_connections(server))
        assert server.process.poll() is None
        done = health(server.port)
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr.startswith("unhealthy: ")
    server.process.wait(timeout=20)
    server.start_again()
    assert health(server.port).returncode == 0
