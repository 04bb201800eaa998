"""Frames as clients send them: whole, in pieces, several at once, and of every kind."""

import asyncio
import logging
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.types import Receive, Scope, Send
from uvicorn.config import Config
from uvicorn.server import ServerState
from websockets.frames import Frame, Opcode
from websockets.server import ServerProtocol

from rip.server.frames import DIRECT, text_frame
from rip.server.websocket import WebSocketProtocol
from tests.kit.waiting import until
from tests.server.wire import Wire

HANDSHAKE = (
    b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
)


class Talk:
    """A socket whose application notes what it is given."""

    def __init__(self, ping_seconds: float | None = None) -> None:
        self.events: list[Any] = []
        self.scope: Scope = {}
        self.wire = Wire()
        self.go_on: Callable[[], None] = lambda: None
        config = Config(
            self._application,
            ws_ping_interval=ping_seconds,
            ws_ping_timeout=ping_seconds,
            interface="asgi3",
            log_config=None,
            lifespan="off",
        )
        config.load()
        self.protocol = WebSocketProtocol(config, ServerState(), {})
        self.protocol.connection_made(self.wire)

    async def _application(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.scope = scope
        await receive()
        await send({"type": "websocket.accept"})
        while (event := await receive())["type"] == "websocket.receive":
            self.events.append(event.get("text", event.get("bytes")))
        self.events.append(event["code"])

    async def settle(self) -> None:
        for _ in range(5 + 2 * len(self.events)):
            await asyncio.sleep(0)


async def opened() -> Talk:
    talk = Talk()
    talk.protocol.data_received(HANDSHAKE)
    await talk.settle()
    talk.wire.written = b""
    return talk


def sent(opcode: Opcode, data: bytes, *, fin: bool = True) -> bytes:
    return Frame(opcode, data, fin).serialize(mask=True)


texts = st.text(max_size=200) | st.integers(100, 70_000).map(lambda size: "ё" * (size // 2))
messages = st.one_of(
    texts.map(lambda text: ([sent(Opcode.TEXT, text.encode())], text)),
    texts.map(
        lambda text: (
            [
                sent(Opcode.TEXT, text.encode()[:9], fin=False),
                sent(Opcode.PING, b"between"),
                sent(Opcode.CONT, text.encode()[9:]),
            ],
            text,
        )
    ),
    st.binary(max_size=200).map(lambda data: ([sent(Opcode.BINARY, data)], data)),
    st.just(([sent(Opcode.PING, b"are you there")], None)),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(messages, max_size=8), st.data())
def test_what_was_sent_arrives_in_order_however_it_is_cut(
    said: list[tuple[list[bytes], Any]], data: st.DataObject
) -> None:
    stream = b"".join(frame for frames, _ in said for frame in frames)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=12)))

    async def scenario() -> list[Any]:
        talk = await opened()
        for begin, end in zip([0, *cuts], [*cuts, len(stream)], strict=True):
            if begin < end:
                talk.protocol.data_received(stream[begin:end])
        for _ in range(5 * len(said) + 5):
            await asyncio.sleep(0)
        arrived = list(talk.events)
        talk.protocol.connection_lost(None)
        return arrived

    assert asyncio.run(scenario()) == [event for _, event in said if event is not None]


@pytest.mark.parametrize(
    ("frames", "code"),
    [
        (sent(Opcode.TEXT, b"\xff\xfe"), 1007),
        (Frame(Opcode.TEXT, b"not masked").serialize(mask=False), 1002),
        (b"\xc1\x80\x00\x00\x00\x00", 1002),
        (sent(Opcode.TEXT, b"x" * (16 * 1024 * 1024 + 1)), 1009),
        (sent(Opcode.CLOSE, b"\x03\xe8"), 1000),
    ],
    ids=["not UTF-8", "not masked", "an extension nobody asked for", "too large", "goodbye"],
)
def test_what_is_wrong_ends_the_connection_as_the_standard_says(frames: bytes, code: int) -> None:
    logging.getLogger("uvicorn.error").disabled = True

    async def scenario() -> list[Any]:
        talk = await opened()
        talk.protocol.data_received(sent(Opcode.TEXT, b"before") + frames)
        await talk.settle()
        await talk.settle()
        return talk.events

    assert asyncio.run(scenario()) == ["before", code]


def test_who_has_sent_too_much_is_told_so_and_not_cut_off_before_the_rest_has_come() -> None:
    logging.getLogger("uvicorn.error").disabled = True

    async def scenario() -> None:
        talk = await opened()
        too_large = sent(Opcode.TEXT, b"x" * (16 * 1024 * 1024 + 1))
        talk.protocol.data_received(too_large[:1_000])
        said = talk.wire.written
        assert said[:4] == b"\x88" + said[1:2] + (1009).to_bytes(2, "big")
        for begin in range(1_000, len(too_large), 1024 * 1024):
            talk.protocol.data_received(too_large[begin : begin + 1024 * 1024])
        await talk.settle()
        assert (talk.wire.written, talk.wire.ended, talk.wire.closed) == (said, True, False)
        assert talk.events == [1009]
        talk.protocol.connection_lost(None)

    asyncio.run(scenario())


def test_a_client_that_has_sent_too_much_and_never_goes_is_not_waited_for() -> None:
    logging.getLogger("uvicorn.error").disabled = True

    async def scenario() -> None:
        talk = await opened()
        talk.protocol.close_timeout = 0
        talk.protocol.data_received(sent(Opcode.TEXT, b"x" * (16 * 1024 * 1024 + 1))[:1_000])
        await until(lambda: talk.wire.closed)
        talk.protocol.connection_lost(None)

    asyncio.run(scenario())


def test_a_frame_is_written_at_once_and_not_while_the_client_must_be_waited_for() -> None:
    async def scenario() -> None:
        talk = await opened()
        write = talk.scope["extensions"][DIRECT]["write"]
        assert write(text_frame("a"))
        talk.protocol.pause_writing()
        assert not write(text_frame("b"))
        talk.protocol.resume_writing()
        assert write(text_frame("c"))
        talk.wire.close()
        assert not write(text_frame("d"))
        assert talk.wire.written == text_frame("a") + text_frame("c")

    asyncio.run(scenario())


def test_a_client_that_sends_more_than_is_taken_is_made_to_wait() -> None:
    async def scenario() -> tuple[bool, bool]:
        talk = await opened()
        talk.protocol.data_received(sent(Opcode.TEXT, b"a") * 100)
        waits = talk.protocol.read_paused
        for _ in range(300):
            await asyncio.sleep(0)
        return waits, talk.protocol.read_paused

    assert asyncio.run(scenario()) == (True, False)


@pytest.mark.parametrize("size", [0, 1, 125, 126, 65_535, 65_536])
def test_a_text_frame_is_what_the_standard_says(size: int) -> None:
    frame = text_frame("x" * size)
    protocol = ServerProtocol()
    protocol.state = protocol.state.OPEN
    protocol.send_text(b"x" * size)
    assert [frame] == protocol.data_to_send()


class Slow(Talk):
    """A socket whose application takes one event after each `go_on`, by calls."""

    async def _application(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.scope = scope
        await receive()
        await send({"type": "websocket.accept"})
        inbox = scope["extensions"][DIRECT]["inbox"]
        scope.clear()

        def take(event: Any) -> None:
            self.events.append(event.get("text"))
            inbox.pause()

        self.go_on = inbox.resume
        await inbox.deliver(take)


@pytest.mark.parametrize("first", [[], [sent(Opcode.TEXT, b"", fin=False), sent(Opcode.CONT, b"")]])
def test_of_many_frames_that_arrive_at_once_few_are_queued(first: list[bytes]) -> None:
    """A frame of six bytes takes hundreds when it waits as an event."""
    count = 40_000
    stream = b"".join(first) + sent(Opcode.TEXT, b"") * count

    async def scenario() -> None:
        talk = Slow()
        talk.protocol.data_received(HANDSHAKE)
        await talk.settle()
        talk.protocol.data_received(stream)
        assert talk.events == [""]
        assert len(talk.protocol.queue) < 1_000
        for _ in range(count + len(first)):
            talk.go_on()
        assert len(talk.events) == count + len(first) // 2
        talk.protocol.connection_lost(None)
        await talk.settle()

    asyncio.run(scenario())


def test_a_goodbye_behind_frames_that_are_not_read_is_heard() -> None:
    async def scenario() -> None:
        talk = Slow()
        talk.protocol.data_received(HANDSHAKE)
        await talk.settle()
        frames = sent(Opcode.TEXT, b"a") * 100 + sent(Opcode.CLOSE, b"\x03\xe8")
        talk.protocol.data_received(frames)
        await talk.protocol.send({"type": "websocket.close", "code": 4401})
        assert talk.wire.closed
        talk.protocol.connection_lost(None)
        for _ in range(20):
            talk.go_on()
        await until(lambda: not talk.protocol.tasks)

    asyncio.run(scenario())


def test_a_client_that_is_not_read_is_not_taken_for_dead() -> None:
    async def scenario() -> None:
        talk = Slow(ping_seconds=3_600)
        talk.protocol.data_received(HANDSHAKE)
        await talk.settle()
        talk.protocol.data_received(sent(Opcode.TEXT, b"a") * 20)
        talk.protocol.send_keepalive_ping()
        talk.protocol.keepalive_timeout()
        assert not talk.protocol.close_sent
        assert talk.protocol.pong_timer is not None
        for _ in range(20):
            talk.go_on()
        talk.protocol.keepalive_timeout()
        assert talk.protocol.close_sent
        talk.protocol.connection_lost(None)
        talk.go_on()
        await until(lambda: not talk.protocol.tasks)

    asyncio.run(scenario())
