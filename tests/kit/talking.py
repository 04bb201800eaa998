"""Saying and hearing things on a chat socket, for the end-to-end tests."""

import json
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from rip.chat.protocol.typed import SUBPROTOCOL

T = TypeVar("T")
# Longer than the longest wait there is by design: what another process did is noticed within 25 s.
SECONDS = 40

Frame = dict[str, Any]


def say(socket: ClientConnection, message: str, client_message_id: str | None = None) -> None:
    frame = {"message": message}
    if client_message_id is not None:
        frame["client_message_id"] = client_message_id
    socket.send(json.dumps(frame))


def typed(address: str) -> ClientConnection:
    """A socket that speaks the typed mode."""
    return connect(address, subprotocols=[Subprotocol(SUBPROTOCOL)], max_size=2**22)


def send(socket: ClientConnection, kind: str, **values: object) -> None:
    """Send a typed frame."""
    socket.send(json.dumps({"type": kind, **values}))


def hear_type(socket: ClientConnection, kind: str) -> Frame:
    """The next typed frame of this kind, whatever comes before it."""
    while (frame := hear(socket))["type"] != kind:
        pass
    return frame


def settle(socket: ClientConnection) -> list[Frame]:
    """Every typed frame that the server has for this socket by now."""
    send(socket, "ping")
    frames = [hear(socket)]
    while frames[-1]["type"] != "pong":
        frames.append(hear(socket))
    return frames[:-1]


def hear(socket: ClientConnection) -> Frame:
    """The next frame."""
    frame: Frame = json.loads(socket.recv(timeout=SECONDS))
    return frame


def hear_many(socket: ClientConnection, count: int) -> list[Frame]:
    return [hear(socket) for _ in range(count)]


def hear_until(socket: ClientConnection, client_message_id: str) -> list[Frame]:
    """Every frame up to the one with this id."""
    frames = [hear(socket)]
    while frames[-1].get("client_message_id") != client_message_id:
        frames.append(hear(socket))
    return frames


def tell(socket: ClientConnection, message: str, client_message_id: str | None = None) -> Frame:
    """Say something and wait for its acknowledgement, which must be the next frame."""
    say(socket, message, client_message_id)
    frame = hear(socket)
    assert frame.get("message") == message, frame
    return frame


def tell_many(socket: ClientConnection, count: int) -> list[Frame]:
    return [tell(socket, f"message {number}") for number in range(count)]


def numbers(frames: list[Frame]) -> list[int]:
    return [frame["seq"] for frame in frames]


def close_code(socket: ClientConnection) -> int:
    """The code the server closes the socket with, whatever it says before."""
    with pytest.raises(ConnectionClosed) as closed:
        _drain(socket)
    assert closed.value.rcvd is not None, "the connection was dropped without a close code"
    return closed.value.rcvd.code


def _drain(socket: ClientConnection) -> None:
    while True:
        socket.recv(timeout=SECONDS)


def together(call: Callable[[int], T], count: int) -> list[T]:
    """`call(0)` … `call(count - 1)`, all at the same moment."""
    barrier = threading.Barrier(count)

    def one(index: int) -> T:
        barrier.wait(timeout=SECONDS)
        return call(index)

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))
