"""One client can make the server keep only so much: of heads, of connections, and of time."""

import asyncio
import json
import socket

import pytest
from pytest_django import Settings

from rip.core.http.networks import is_many_people
from rip.server import connections as module
from rip.server.connections import Connections
from rip.server.http import (
    BODY_GRACE_SECONDS,
    BODY_PAUSE_SECONDS,
    HEAD_SECONDS,
    LEAST_BODY_BYTES_PER_SECOND,
    MOST_HEAD_BYTES,
    RESPONSE_PAUSE_SECONDS,
)
from tests.kit.running import Server
from tests.kit.waiting import until
from tests.server.visitor import HEAD, WITH_BODY, Client, on_a_loop


@pytest.fixture(autouse=True)
def open_connections(monkeypatch: pytest.MonkeyPatch) -> Connections:
    counted = Connections()
    monkeypatch.setattr("rip.server.http.connections", counted)
    return counted


def a_head(size: int) -> bytes:
    """The head of a request whose address, names and values have so many bytes."""
    rest = size - len(b"/it") - len(b"host") - len(b"x") - len(b"a")
    return b"GET /it HTTP/1.1\r\nhost: x\r\na: " + b"x" * rest + b"\r\n\r\n"


def pieces(data: bytes, size: int) -> list[bytes]:
    return [data[start : start + size] for start in range(0, len(data), size)]


@pytest.mark.parametrize("piece", [100_000, 1_000])
def test_a_head_may_have_so_many_bytes_and_no_more(piece: int) -> None:
    def scenario() -> None:
        fits = Client()
        fits.send(*pieces(a_head(MOST_HEAD_BYTES), piece))
        assert not fits.line.closed
        assert fits.line.written == b""
        more = Client()
        more.send(*pieces(a_head(MOST_HEAD_BYTES + 1), piece))
        assert more.line.closed
        assert more.line.status() == 431

    on_a_loop(scenario)


def test_a_head_that_never_ends_is_refused_while_it_comes() -> None:
    def scenario() -> None:
        client = Client()
        sent = 0
        client.send(b"GET /it HTTP/1.1\r\naccept-language: ")
        while not client.line.closed:
            client.send(b"x" * 10_000)
            sent += 10_000
        assert MOST_HEAD_BYTES <= sent <= MOST_HEAD_BYTES + 20_000
        assert client.line.status() == 431

    on_a_loop(scenario)


def test_many_requests_on_one_connection_are_no_long_head() -> None:
    def scenario() -> None:
        client = Client()
        for _ in range(10):
            client.send(a_head(10_000))
        assert not client.line.closed

    on_a_loop(scenario)


def test_a_body_before_it_makes_no_head_longer() -> None:
    def scenario() -> None:
        client = Client()
        client.send(WITH_BODY, *[b"x" * 10_000] * 10, *pieces(a_head(MOST_HEAD_BYTES), 1_000))
        assert not client.line.closed
        client = Client()
        client.send(WITH_BODY + b"x" * 100_000 + a_head(MOST_HEAD_BYTES + 1))
        assert client.line.status() == 431

    on_a_loop(scenario)


def test_the_refusal_is_a_problem_document() -> None:
    def scenario() -> None:
        client = Client()
        client.send(a_head(MOST_HEAD_BYTES + 1))
        head, _, body = client.line.written.partition(b"\r\n\r\n")
        assert b"content-type: application/problem+json" in head
        assert b"connection: close" in head
        assert f"content-length: {len(body)}".encode() in head
        assert json.loads(body)["type"] == "urn:rip:head-too-large"
        # Nothing that still comes is heard.
        client.protocol.data_received(a_head(100))
        assert client.line.written.count(b"HTTP/1.1") == 1

    on_a_loop(scenario)


@pytest.mark.parametrize("begun", [b"", b"\r\n", b"GET ", HEAD])
def test_a_head_has_to_be_whole_in_time(begun: bytes) -> None:
    def scenario() -> None:
        client = Client()
        client.send(begun)
        assert not client.is_ended_after(HEAD_SECONDS - 1)
        # A little more is no progress.
        client.send(b"\r\n" if begun in {b"", b"\r\n"} else b"x")
        assert client.is_ended_after(HEAD_SECONDS + 1)

    on_a_loop(scenario)


def test_a_body_has_to_grow() -> None:
    def scenario() -> None:
        client = Client()
        client.send(WITH_BODY)
        assert not client.is_ended_after(BODY_PAUSE_SECONDS - 1)
        assert client.is_ended_after(BODY_PAUSE_SECONDS + 1)

    on_a_loop(scenario)


@pytest.mark.parametrize(("rate", "ended"), [(0.9, True), (1.1, False)])
def test_a_body_has_to_come_at_some_rate(
    monkeypatch: pytest.MonkeyPatch, rate: float, *, ended: bool
) -> None:
    def scenario() -> None:
        client = Client()
        client.send(WITH_BODY)
        seconds = BODY_GRACE_SECONDS + 10
        now = asyncio.get_running_loop().time()
        monkeypatch.setattr(client.protocol.loop, "time", lambda: now + seconds)
        client.send(b"x" * round(seconds * LEAST_BODY_BYTES_PER_SECOND * rate))
        client.protocol.end_if_slow(now + seconds)
        assert client.line.closed is ended
        monkeypatch.undo()

    on_a_loop(scenario)


def test_a_body_that_the_application_does_not_read_yet_is_waited_for() -> None:
    def scenario() -> None:
        client = Client()
        client.send(WITH_BODY)
        client.protocol.flow.pause_reading()
        assert not client.is_ended_after(10 * BODY_PAUSE_SECONDS)

    on_a_loop(scenario)


def test_a_response_has_to_be_taken() -> None:
    def scenario() -> None:
        client = Client()
        client.send(HEAD + b"\r\n")
        # It takes the application longer, or nothing is left to take.
        assert not client.is_ended_after(RESPONSE_PAUSE_SECONDS * 5)
        client.line.unsent = 1_000
        assert not client.is_ended_after(RESPONSE_PAUSE_SECONDS * 6)
        client.line.unsent = 900
        assert not client.is_ended_after(RESPONSE_PAUSE_SECONDS * 8)
        assert client.is_ended_after(RESPONSE_PAUSE_SECONDS * 10)

    on_a_loop(scenario)


def test_a_network_may_open_so_many(settings: Settings, open_connections: Connections) -> None:
    settings.RIP_CONNECTIONS_PER_NETWORK = 2

    def scenario() -> None:
        first = [Client("2001:db8::1"), Client("2001:db8::2")]
        assert Client("2001:db8::3").line.status() == 429
        assert not Client("2001:db8:0:1::1").line.closed
        first[0].leave()
        assert not Client("2001:db8::4").line.closed
        assert Client("2001:db8::5").line.status() == 429
        assert len(open_connections) == 3

    on_a_loop(scenario)


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "10.1.2.3", ""])
def test_this_computer_and_trusted_proxies_may_open_any_number(
    settings: Settings, address: str
) -> None:
    settings.RIP_CONNECTIONS_PER_NETWORK = 1
    settings.ENV = settings.ENV.model_copy(update={"trusted_proxies": "192.0.2.1, 10.0.0.0/8"})
    is_many_people.cache_clear()

    def scenario() -> None:
        assert not any(Client(address).line.closed for _ in range(5))
        assert [Client("198.51.100.9").line.closed for _ in range(2)] == [False, True]

    on_a_loop(scenario)
    is_many_people.cache_clear()


def test_the_slow_are_swept_out_and_the_sweep_ends_with_the_last(
    monkeypatch: pytest.MonkeyPatch, open_connections: Connections
) -> None:
    monkeypatch.setattr(module, "SWEEP_SECONDS", 0.001)
    monkeypatch.setattr("rip.server.http.HEAD_SECONDS", 0.0)

    async def scenario() -> None:
        client = Client()
        await until(lambda: client.line.closed)
        client.leave()
        assert len(open_connections) == 0

    asyncio.run(scenario())


def test_a_served_site_refuses_a_long_head_and_goes_on(server: Server) -> None:
    long = b"GET / HTTP/1.1\r\nHost: localhost\r\nAccept-Language: " + b"x" * 40_000 + b"\r\n\r\n"
    for head, status in ((long, 431), (b"GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n", 200)):
        with socket.create_connection(("127.0.0.1", server.port), timeout=20) as connection:
            connection.sendall(head)
            assert int(connection.recv(4096).split(b" ")[1]) == status
