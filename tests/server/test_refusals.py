"""Requests that the server itself refuses get a whole response, once."""

import asyncio
from typing import Any

import pytest
from django.utils import translation
from pytest_django import Settings

from rip.server.connections import Connections
from rip.server.http import MOST_HEAD_BYTES, RETRY_SECONDS
from tests.server.visitor import Client, on_a_loop

LONG = b"GET /it HTTP/1.1\r\nhost: x\r\na: " + b"x" * MOST_HEAD_BYTES + b"\r\n\r\n"
ALWAYS = {
    b"content-type: application/problem+json",
    b"cache-control: no-store",
    b"x-content-type-options: nosniff",
    b"connection: close",
}


@pytest.fixture(autouse=True)
def open_connections(monkeypatch: pytest.MonkeyPatch) -> Connections:
    counted = Connections()
    monkeypatch.setattr("rip.server.http.connections", counted)
    return counted


def response(client: Client) -> tuple[bytes, set[bytes], bytes]:
    """The response's first line, its headers and its body; that its length is right is tested."""
    head, _, body = client.line.written.partition(b"\r\n\r\n")
    first, *headers = head.split(b"\r\n")
    length = b"content-length: %d" % len(body)
    assert length in headers
    return first, {*headers} - {length}, body


def test_a_long_head_gets_these_headers_in_whatever_language() -> None:
    def scenario() -> None:
        bodies = set()
        for language in ("ru", "en"):
            client = Client()
            with translation.override(language):
                client.send(LONG)
            first, headers, body = response(client)
            assert first == b"HTTP/1.1 431 Request Header Fields Too Large"
            assert headers == ALWAYS
            bodies.add(body)
        assert len(bodies) == 1

    on_a_loop(scenario)


def test_who_has_too_many_connections_is_told_when_to_come_back(settings: Settings) -> None:
    settings.RIP_CONNECTIONS_PER_NETWORK = 0

    def scenario() -> None:
        client = Client()
        first, headers, _ = response(client)
        assert first == b"HTTP/1.1 429 Too Many Requests"
        assert headers == {*ALWAYS, b"retry-after: %d" % RETRY_SECONDS}
        # It is heard no more.
        written = client.line.written
        for said in (b"GET / HTTP/1.1\r\n\r\n", b"\x00\r\n\r\n", LONG):
            client.protocol.data_received(said)
        assert client.line.written == written

    on_a_loop(scenario)


def test_what_is_no_http_gets_uvicorns_own_response() -> None:
    def scenario() -> None:
        client = Client()
        client.send(b"\x00\x01\r\n\r\n")
        assert client.line.status() == 400

    on_a_loop(scenario)


def test_a_connection_that_becomes_a_socket_is_no_longer_counted_here(
    open_connections: Connections,
) -> None:
    handed: list[bytes] = []

    class Socket(asyncio.Protocol):
        def __init__(self, **_: Any) -> None: ...

        def data_received(self, data: bytes) -> None:
            handed.append(data)

    def scenario() -> None:
        client = Client(ws=Socket)
        assert len(open_connections) == 1
        client.send(b"GET /ws HTTP/1.1\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n")
        assert len(open_connections) == 0
        assert handed

    on_a_loop(scenario)
