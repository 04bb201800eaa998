"""Answers over HTTP: byte for byte what uvicorn itself writes, and connections that rest."""

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.types import Message, Receive, Scope, Send
from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.server import ServerState

from rip.server.http import HttpProtocol
from tests.server.wire import Wire

GET = b"GET /a?b=c HTTP/1.1\r\nHost: localhost\r\n\r\n"
REQUESTS = {
    "GET": GET,
    "HEAD": GET.replace(b"GET", b"HEAD"),
    "one that is the last": GET.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"),
    "HTTP/1.0": GET.replace(b"1.1", b"1.0"),
    "two at once": GET * 2,
    "POST": b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\nabc",
    "one that asks whether to go on": b"POST / HTTP/1.1\r\nHost: localhost\r\n"
    b"Expect: 100-continue\r\nContent-Length: 3\r\n\r\nabc",
    "nonsense": b"nonsense\r\n\r\n",
}


def start(status: int, *headers: tuple[bytes, bytes]) -> Message:
    return {"type": "http.response.start", "status": status, "headers": list(headers)}


def body(part: bytes, *, more: bool = False) -> Message:
    return {"type": "http.response.body", "body": part, "more_body": more}


def length(number: int) -> tuple[bytes, bytes]:
    return b"content-length", b"%d" % number


ANSWERS: dict[str, Sequence[Message]] = {
    "whole": [start(200, (b"X-Name", b"a"), length(3)), body(b"abc")],
    "large": [start(200, length(100_000)), body(b"a" * 100_000)],
    "empty": [start(200, length(0)), body(b"")],
    "without a length": [start(200), body(b"abc")],
    "in parts": [start(200, length(3)), body(b"a", more=True), body(b"bc")],
    "in parts without a length": [start(200), body(b"a", more=True), body(b"bc")],
    "nothing to say": [start(204), body(b"")],
    "had already": [start(304, (b"etag", b'"a"')), body(b"")],
    "the last": [start(200, length(1), (b"connection", b"close")), body(b"a")],
    "said to be in chunks": [start(200, (b"transfer-encoding", b"chunked")), body(b"a")],
    "too long": [start(200, length(1)), body(b"abc")],
    "of two lengths": [start(200, length(1), length(3)), body(b"abc")],
    "too short": [start(200, length(5)), body(b"abc")],
    "with a header in a header": [start(200, length(1), (b"a", b"b\r\nc: d")), body(b"a")],
    "with a name that is none": [start(200, length(1), (b"a b", b"c")), body(b"a")],
    "not begun": [body(b"abc")],
    "begun twice": [start(200, length(1)), start(200, length(1))],
    "too much": [start(200, length(1)), body(b"a"), body(b"b")],
    "none": [],
}


class Talk:
    """One connection to an application that sends the same messages each time."""

    def __init__(self, protocol: type[HttpToolsProtocol], answer: Sequence[Message]) -> None:
        self.answer = answer
        self.bodies: list[bytes] = []
        config = Config(self._application, interface="asgi3", log_config=None, lifespan="off")
        config.load()
        self.wire = Wire()
        state = ServerState()
        state.default_headers = [(b"date", b"now")]
        self.protocol = protocol(config, state, {})
        self.protocol.access_log = False
        self.protocol.connection_made(self.wire)

    async def _application(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.bodies.append((await receive()).get("body", b""))
        for message in self.answer:
            await send(message)

    async def ask(self, request: bytes = GET) -> bytes:
        """Return the bytes that are written in response."""
        self.wire.written = b""
        self.protocol.data_received(request)
        for _ in range(20):
            await asyncio.sleep(0)
        return self.wire.written


async def written(
    protocol: type[HttpToolsProtocol], answer: Sequence[Message], request: bytes
) -> Any:
    talk = Talk(protocol, answer)
    first = await talk.ask(request)
    again = await talk.ask() if not talk.wire.closed else b""
    talk.protocol.connection_lost(None)
    return first, again, talk.bodies, talk.wire.closed


def assert_same(answer: Sequence[Message], request: bytes) -> None:
    theirs = asyncio.run(written(HttpToolsProtocol, answer, request))
    assert asyncio.run(written(HttpProtocol, answer, request)) == theirs


@pytest.mark.parametrize("request_name", REQUESTS)
@pytest.mark.parametrize("answer_name", ANSWERS)
def test_an_answer_is_written_as_uvicorn_writes_it(answer_name: str, request_name: str) -> None:
    assert_same(ANSWERS[answer_name], REQUESTS[request_name])


names = st.sampled_from([b"etag", b"X-Y", b"vary", b"a\nb", b"", b"content-length"])
headers = st.lists(st.tuples(names, st.binary(max_size=5) | st.just(b"3")), max_size=3)


@settings(max_examples=200, deadline=None)
@given(st.integers(200, 599), headers, st.binary(max_size=4))
def test_whatever_the_headers_say(
    status: int, headers: list[tuple[bytes, bytes]], part: bytes
) -> None:
    numbers = [value for name, value in headers if name == b"content-length"]
    if not all(value.isascii() and value.isdigit() for value in numbers):
        return
    assert_same([start(status, *headers), body(part)], GET)


def test_an_application_that_fails_before_the_body_is_answered_for() -> None:
    async def scenario() -> None:
        async def failing(scope: Scope, receive: Receive, send: Send) -> None:
            await send(start(200, length(3)))
            raise ValueError

        talk = Talk(HttpProtocol, [])
        talk.protocol.app = failing
        assert (await talk.ask()).startswith(b"HTTP/1.1 500 Internal Server Error\r\n")

    asyncio.run(scenario())


def test_a_client_that_has_gone_is_not_written_to() -> None:
    async def scenario() -> None:
        talk = Talk(HttpProtocol, ANSWERS["whole"])
        talk.protocol.data_received(GET)
        talk.protocol.connection_lost(None)
        for _ in range(20):
            await asyncio.sleep(0)
        assert talk.wire.written == b""

    asyncio.run(scenario())


def test_a_connection_that_rests_too_long_is_closed() -> None:
    async def scenario() -> None:
        talk = Talk(HttpProtocol, ANSWERS["whole"])
        talk.protocol.timeout_keep_alive = 0.05  # type: ignore[assignment]
        await talk.ask()
        await asyncio.sleep(0.2)
        assert talk.wire.closed

    asyncio.run(scenario())


def test_a_connection_in_use_is_never_closed_for_resting() -> None:
    async def scenario() -> None:
        talk = Talk(HttpProtocol, ANSWERS["whole"])
        talk.protocol.timeout_keep_alive = 0.2  # type: ignore[assignment]
        for _ in range(6):
            assert await talk.ask()
            await asyncio.sleep(0.1)
            assert not talk.wire.closed
        # A request that takes its time.
        talk.protocol.data_received(GET[:5])
        await asyncio.sleep(0.4)
        assert not talk.wire.closed
        assert await talk.ask(GET[5:])
        await asyncio.sleep(0.5)
        assert talk.wire.closed

    asyncio.run(scenario())


def test_a_connection_that_is_gone_leaves_no_timer() -> None:
    async def scenario() -> None:
        talk = Talk(HttpProtocol, ANSWERS["whole"])
        await talk.ask()
        assert talk.protocol.timeout_keep_alive_task is not None
        talk.protocol.connection_lost(None)
        assert talk.protocol.timeout_keep_alive_task is None

    asyncio.run(scenario())
