"""A slow client is waited for to the very end of its time, and no longer."""

import asyncio
from collections.abc import Callable

import pytest
from starlette.types import Receive, Scope, Send

from rip.server.connections import Connections
from rip.server.http import (
    BODY_GRACE_SECONDS,
    BODY_PAUSE_SECONDS,
    HEAD_SECONDS,
    LEAST_BODY_BYTES_PER_SECOND,
    RESPONSE_PAUSE_SECONDS,
)
from tests.kit.waiting import turns
from tests.server.visitor import HEAD, WITH_BODY, Client, on_a_loop

BEGIN = 1_000.0
MOMENT = 0.001


@pytest.fixture(autouse=True)
def open_connections(monkeypatch: pytest.MonkeyPatch) -> Connections:
    counted = Connections()
    monkeypatch.setattr("rip.server.http.connections", counted)
    return counted


class Timed:
    """A client of a protocol whose clock stands still."""

    def __init__(self) -> None:
        self.client = Client()
        self.seconds = 0.0

    def send_at(self, seconds: float, data: bytes) -> None:
        self.seconds = seconds
        self.client.send(data)

    def is_ended_at(self, seconds: float) -> bool:
        self.client.protocol.end_if_slow(BEGIN + seconds)
        return self.client.line.closed


def timed(scenario: Callable[[Timed], None]) -> None:
    """Run a scenario with a client that has connected at second 0."""

    def run() -> None:
        loop = asyncio.get_running_loop()
        one: Timed | None = None
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(loop, "time", lambda: BEGIN + (one.seconds if one else 0.0))
            one = Timed()
            scenario(one)

    on_a_loop(run)


def test_a_head_has_its_seconds() -> None:
    def scenario(one: Timed) -> None:
        one.send_at(1, HEAD)
        assert not one.is_ended_at(1 + HEAD_SECONDS)
        assert one.is_ended_at(1 + HEAD_SECONDS + MOMENT)

    timed(scenario)


def test_a_body_has_its_pauses() -> None:
    def scenario(one: Timed) -> None:
        one.send_at(1, WITH_BODY)
        assert not one.is_ended_at(1)
        one.send_at(20, b"x")
        assert not one.is_ended_at(20 + BODY_PAUSE_SECONDS)
        assert one.is_ended_at(20 + BODY_PAUSE_SECONDS + MOMENT)

    timed(scenario)


@pytest.mark.parametrize(("missing", "is_ended"), [(0, False), (1, True)])
def test_all_of_a_body_counts_for_its_rate(missing: int, *, is_ended: bool) -> None:
    def scenario(one: Timed) -> None:
        one.send_at(0, WITH_BODY)
        pieces, pause = 4, BODY_PAUSE_SECONDS - 5
        size = round(pause * LEAST_BODY_BYTES_PER_SECOND)
        for piece in range(1, pieces):
            one.send_at(piece * pause, b"x" * size)
            assert not one.is_ended_at(piece * pause)
        one.send_at(pieces * pause, b"x" * (size - missing))
        assert one.is_ended_at(pieces * pause) is is_ended

    timed(scenario)


def test_a_body_may_be_slower_at_its_beginning() -> None:
    def scenario(one: Timed) -> None:
        one.send_at(0, WITH_BODY)
        for seconds in (25, 50):
            one.send_at(seconds, b"x")
        assert not one.is_ended_at(BODY_GRACE_SECONDS)
        assert one.is_ended_at(BODY_GRACE_SECONDS + MOMENT)

    timed(scenario)


def test_a_response_has_its_pauses() -> None:
    def scenario(one: Timed) -> None:
        one.send_at(0, HEAD + b"\r\n")
        one.client.line.unsent = 1_000
        assert not one.is_ended_at(100)
        assert not one.is_ended_at(100 + RESPONSE_PAUSE_SECONDS)
        assert one.is_ended_at(100 + RESPONSE_PAUSE_SECONDS + MOMENT)

    timed(scenario)


def test_after_a_response_the_next_head_has_its_own_seconds() -> None:
    async def answer(_scope: Scope, _receive: Receive, send: Send) -> None:
        headers = [(b"content-length", b"0")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b""})

    async def scenario() -> None:
        client = Client(app=answer)
        client.send(HEAD + b"\r\n")
        await turns()
        assert client.line.status() == 200
        # Nothing has come yet: uvicorn itself ends what idles.
        assert not client.is_ended_after(10 * HEAD_SECONDS)
        later = asyncio.get_running_loop().time() + 10 * HEAD_SECONDS
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(client.protocol.loop, "time", lambda: later)
            client.send(b"GET ")
            assert not client.is_ended_after(HEAD_SECONDS)
            assert client.is_ended_after(HEAD_SECONDS + MOMENT)
        client.leave()

    asyncio.run(scenario())
