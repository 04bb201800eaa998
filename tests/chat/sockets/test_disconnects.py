"""Clients that vanish, at any moment, are nothing the server is surprised by."""

import json
import os
import socket as sockets
import struct
from contextlib import suppress

import pytest

from tests.kit.people import Person
from tests.kit.talking import hear, hear_until, say, tell

UPGRADE = (
    "GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)


def masked(text: str) -> bytes:
    """A client's text frame."""
    body = text.encode()
    header = struct.pack("!BBH", 0x81, 0x80 | 126, len(body)) + bytes(4)
    return header + body


def raw_socket(person: Person) -> sockets.socket:
    """A chat socket without a library that would close it politely."""
    address = person.chat_address(person.room).removeprefix(person.server.sockets)
    raw = sockets.create_connection(("127.0.0.1", person.server.port), timeout=20)
    raw.sendall(UPGRADE.format(path=address).encode())
    return raw


def vanish(raw: sockets.socket) -> None:
    """Close with a reset instead of a goodbye."""
    raw.setsockopt(sockets.SOL_SOCKET, sockets.SO_LINGER, struct.pack("ii", 1, 0))
    raw.close()


def assert_calm(person: Person) -> None:
    """The chat still works, and nothing failed on the way."""
    with person.chat(person.room) as socket:
        say(socket, "still here", "calm")
        hear_until(socket, "calm")
    log = person.server.log()
    for word in ("Traceback", "chat_socket_failed", "chat_task_failed", "never retrieved"):
        assert word not in log


@pytest.mark.parametrize("polite", [True, False])
@pytest.mark.parametrize("part", [0, 1, 3, 9, 20])
def test_in_the_middle_of_a_frame(owner: Person, part: int, polite: bool) -> None:
    raw = raw_socket(owner)
    assert b"101" in raw.recv(4096)
    raw.sendall(masked('{"message": "cut off in the middle"}')[:part])
    if polite:
        raw.close()
    else:
        vanish(raw)
    assert_calm(owner)


def test_before_the_handshake_is_answered(owner: Person) -> None:
    for _ in range(10):
        vanish(raw_socket(owner))
    assert_calm(owner)


def test_right_after_sending(owner: Person) -> None:
    """A message that arrived whole is stored, though its sender did not wait to hear."""
    raw = raw_socket(owner)
    assert b"101" in raw.recv(4096)
    with owner.chat(owner.room) as other:
        raw.sendall(masked('{"message": "last words"}'))
        raw.close()
        assert hear(other)["message"] == "last words"
    assert_calm(owner)


def test_while_others_talk(owner: Person) -> None:
    with owner.chat(owner.room) as talker:
        for number in range(20):
            raw = raw_socket(owner)
            assert b"101" in raw.recv(4096)
            talker.send(json.dumps({"message": str(number)}))
            vanish(raw)
            assert hear(talker)["seq"] == number + 1
    assert_calm(owner)


def test_bytes_that_are_no_websocket_frames(owner: Person) -> None:
    for _ in range(5):
        raw = raw_socket(owner)
        assert b"101" in raw.recv(4096)
        raw.sendall(b"\xff" + os.urandom(200))
        with suppress(ConnectionError):
            while raw.recv(4096):
                pass
        raw.close()
    assert_calm(owner)


def test_a_frame_too_large_from_a_client_that_reads_nothing(owner: Person) -> None:
    """The server's own goodbye (1009) meets frames that still wait to be sent."""
    raw = raw_socket(owner)
    assert b"101" in raw.recv(4096)
    with owner.chat(owner.room) as talker:
        for _ in range(700):
            tell(talker, "щ" * 4000)
        with suppress(OSError):
            raw.sendall(struct.pack("!BBQ", 0x81, 0x80 | 127, 2**21) + bytes(4) + b"x" * 2**21)
        tell(talker, "after")
    vanish(raw)
    assert_calm(owner)
