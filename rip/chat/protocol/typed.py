"""The chat protocol's typed mode, the WebSocket subprotocol `rip.chat.2`: pure functions.

Every frame is a JSON object with a "type". Each type is declared once, in `CLIENT_FRAMES` or
`SERVER_FRAMES`; docs/chat-protocol.md shows the same to people who write clients.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final, NamedTuple

import msgspec

from rip.chat.protocol.frames import (
    LARGEST_SEQ,
    Command,
    Fault,
    Plain,
    Post,
    read_object,
    read_post,
)

SUBPROTOCOL: Final = "rip.chat.2"

_encode = msgspec.json.Encoder().encode


@dataclass(frozen=True, slots=True)
class ReadUpTo(Command):
    """The client has read everything up to and including `seq`."""

    seq: int


class Signal(Command, Enum):
    """Frames that say nothing but their own name."""

    TYPING = "typing"
    PING = "ping"
    PONG = "pong"


def _read_message(frame: dict[str, Any]) -> Post:
    post = read_post(frame)
    if post.client_message_id is None:
        raise Fault("bad_client_message_id")
    return post


def _read_mark(frame: dict[str, Any]) -> ReadUpTo:
    seq = frame.get("seq")
    if isinstance(seq, int) and not isinstance(seq, bool) and 0 <= seq <= LARGEST_SEQ:
        return ReadUpTo(seq)
    raise Fault("bad_seq")


class ClientFrame(NamedTuple):
    """A frame that a client may send: how it is read, an example, and its meaning."""

    read: Callable[[dict[str, Any]], Command]
    example: str
    meaning: str


CLIENT_FRAMES: Final[dict[str, ClientFrame]] = {
    "message": ClientFrame(
        _read_message,
        '{"type": "message", "message": "…", "client_message_id": "…"}',
        "A message. Here `client_message_id` is required: the acknowledgement names it.",
    ),
    "read": ClientFrame(
        _read_mark,
        '{"type": "read", "seq": 12}',
        "Your side has read everything up to and including 12.",
    ),
    "typing": ClientFrame(
        lambda _: Signal.TYPING,
        '{"type": "typing"}',
        "You are typing. Send it as often as you like; the others hear of it once per 2 seconds.",
    ),
    "ping": ClientFrame(lambda _: Signal.PING, '{"type": "ping"}', "Are you there?"),
    "pong": ClientFrame(
        lambda _: Signal.PONG, '{"type": "pong"}', "The answer to the server's ping."
    ),
}


class ServerFrame(NamedTuple):
    """A frame that the server sends: an example, and its meaning."""

    example: str
    meaning: str


SERVER_FRAMES: Final[dict[str, ServerFrame]] = {
    "hello": ServerFrame(
        '{"type": "hello", "room": 2, "epoch": "9f…", "last_seq": 12, "recovered": true,'
        ' "read": {"customer": 12, "support": 9}}',
        "The first frame. `recovered`: what follows joins on to what you have. If it is false,"
        " drop what you show: history follows. `read`: how far each side has read.",
    ),
    "message": ServerFrame(
        '{"type": "message", "sender": "…", "message": "…", "seq": 12, "sent_at": "…",'
        ' "client_message_id": "…"}',
        "A message, as in the plain mode. Everyone gets it, you included.",
    ),
    "ack": ServerFrame(
        '{"type": "ack", "client_message_id": "…", "seq": 12}',
        "Your message is stored for good, under this number. A retry is answered with the first"
        " number, and comes to nobody a second time.",
    ),
    "read": ServerFrame(
        '{"type": "read", "side": "support", "seq": 12}',
        "A side (`customer` or `support`) has read up to here.",
    ),
    "typing": ServerFrame(
        '{"type": "typing", "side": "customer", "sender": "vasya", "seconds": 6.0}',
        "Somebody is typing. Forget it after so many seconds, or when their message comes.",
    ),
    "presence": ServerFrame(
        '{"type": "presence", "customer": true, "support": false}',
        "Whether the customer is in the room, and whether any operator is online. It comes after"
        " hello and when it changes.",
    ),
    "error": ServerFrame(
        '{"type": "error", "code": "…", "detail": "…", "client_message_id": null}',
        "A frame of yours was not taken; the codes are the same.",
    ),
    "ping": ServerFrame('{"type": "ping"}', "Answer with a pong."),
    "pong": ServerFrame('{"type": "pong"}', "The answer to your ping."),
}


def _frame(kind: str, **values: Any) -> str:
    return _encode({"type": kind, **values}).decode()


def hello(*, room: int, epoch: str, last_seq: int, recovered: bool, read: Mapping[str, int]) -> str:
    return _frame(
        "hello", room=room, epoch=epoch, last_seq=last_seq, recovered=recovered, read=read
    )


def ack(*, client_message_id: str, seq: int) -> str:
    return _frame("ack", client_message_id=client_message_id, seq=seq)


def read_mark(*, side: str, seq: int) -> str:
    return _frame("read", side=side, seq=seq)


def typing(*, side: str, sender: str, seconds: float) -> str:
    return _frame("typing", side=side, sender=sender, seconds=seconds)


def presence(online: Mapping[str, bool]) -> str:
    """Tell for each side, by its name, whether anybody of it is there."""
    return _frame("presence", **online)


PING: Final = _frame("ping")
PONG: Final = _frame("pong")


class Typed(Plain):
    subprotocol = SUBPROTOCOL
    typed = True

    def read(self, text: str | None) -> Command:
        frame = read_object(text)
        kind = frame.get("type")
        known = CLIENT_FRAMES.get(kind) if isinstance(kind, str) else None
        if known is None:
            raise Fault("unknown_type")
        return known.read(frame)

    def message(self, frame: str) -> str:
        return '{"type":"message",' + frame[1:]

    def error(self, *, code: str, detail: str, client_message_id: str | None = None) -> str:
        return _frame("error", code=code, detail=detail, client_message_id=client_message_id)
