"""The chat protocol's typed mode, the WebSocket subprotocol `rip.chat.2`: pure functions.

Every frame is a JSON object with a "type". docs/chat-protocol.md describes it for people who write
clients.
"""

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from rip.chat.protocol.frames import (
    LARGEST_SEQ,
    Command,
    Fault,
    Plain,
    ReadUpTo,
    Signal,
    read_object,
    read_post,
)

SUBPROTOCOL: Final = "rip.chat.2"

_encode = msgspec.json.Encoder().encode


def _frame(kind: str, **values: Any) -> str:
    return _encode({"type": kind, **values}).decode()


def hello(*, room: int, epoch: str, last_seq: int, recovered: bool, read: Mapping[str, int]) -> str:
    """The first frame. `recovered` says whether what follows joins on to what the client has."""
    return _frame(
        "hello", room=room, epoch=epoch, last_seq=last_seq, recovered=recovered, read=read
    )


def ack(*, client_message_id: str, seq: int) -> str:
    """The message is stored for good, under this number."""
    return _frame("ack", client_message_id=client_message_id, seq=seq)


def read_mark(*, side: str, seq: int) -> str:
    return _frame("read", side=side, seq=seq)


def typing(*, side: str, sender: str, seconds: float) -> str:
    """Somebody is typing; forget it after `seconds`, or when their message comes."""
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
        match frame.get("type"):
            case "message":
                post = read_post(frame)
                if post.client_message_id is None:
                    raise Fault("bad_client_message_id")
                return post
            case "read":
                return ReadUpTo(_read_seq(frame.get("seq")))
            case "typing":
                return Signal.TYPING
            case "ping":
                return Signal.PING
            case "pong":
                return Signal.PONG
        raise Fault("unknown_type")

    def message(self, frame: str) -> str:
        return '{"type":"message",' + frame[1:]

    def error(self, *, code: str, detail: str, client_message_id: str | None = None) -> str:
        return _frame("error", code=code, detail=detail, client_message_id=client_message_id)


def _read_seq(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LARGEST_SEQ:
        return value
    raise Fault("bad_seq")
