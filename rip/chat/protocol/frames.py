"""The chat protocol and its plain mode, as pure functions: text in, values out, and back.

No I/O and no framework, so that every rule of the wire can be tested alone. docs/chat-protocol.md
describes it for people who write clients.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum
from functools import lru_cache
from typing import Any, Final, NamedTuple

import msgspec

LONGEST_BODY: Final = 4000
LONGEST_CLIENT_ID: Final = 64
LARGEST_FRAME: Final = 64 * 1024
LARGEST_SEQ: Final = 2**63 - 1
# So many of the newest messages are shown to who does not say which they have.
HISTORY: Final = 50

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_CLIENT_ID = re.compile(r"[\x21-\x7e]{1,64}")
_DIGITS = re.compile(r"[0-9]{1,40}")


class Close(IntEnum):
    """The codes RIP closes a socket with."""

    NORMAL = 1000
    FRAME_TOO_LARGE = 1009
    SERVER_ERROR = 1011
    RESTARTING = 1012
    BAD_ADDRESS = 4400
    TICKET = 4401
    NOT_YOURS = 4403
    NO_SUCH_ROOM = 4404
    FELL_BEHIND = 4408
    SILENT = 4409
    RELOAD = 4410
    TOO_MANY = 4429


class CloseRule(NamedTuple):
    """The meaning of a close code, and the client's next step."""

    meaning: str
    reconnect: str


CLOSE_RULES: Final[dict[Close, CloseRule]] = {
    Close.NORMAL: CloseRule("The conversation was closed on purpose.", "no"),
    Close.FRAME_TOO_LARGE: CloseRule(
        "A frame was larger than the server reads.",
        "yes, with `since`; do not send that frame again",
    ),
    Close.SERVER_ERROR: CloseRule(
        "The server met an error of its own.", "yes, with `since`, after a pause"
    ),
    Close.RESTARTING: CloseRule(
        "The server is restarting.", "yes, with `since`, after a random pause"
    ),
    Close.BAD_ADDRESS: CloseRule("`since` is not a number.", "no; correct the address"),
    Close.TICKET: CloseRule(
        "The ticket is missing, used or expired, or its session has ended.",
        "yes, with a new ticket and `since`; if there is none to be had, sign in again",
    ),
    Close.NOT_YOURS: CloseRule("The room belongs to somebody else.", "no"),
    Close.NO_SUCH_ROOM: CloseRule("There is no such room.", "no"),
    Close.FELL_BEHIND: CloseRule(
        "The client reads more slowly than messages arrive.", "yes, with `since`"
    ),
    Close.SILENT: CloseRule(
        "Nothing came from the client for too long, not even a pong.", "yes, with `since`"
    ),
    Close.RELOAD: CloseRule(
        "`since` is ahead of the room: the client remembers another history.",
        "yes, without `since`, dropping what it remembers",
    ),
    Close.TOO_MANY: CloseRule(
        "More sockets are open than one person or one network may have; a person's oldest gives"
        " way to a new one.",
        "yes, with `since`, after half a minute",
    ),
}


class Fault(Exception):
    """A frame that cannot be taken. The connection lives; the client gets an error frame."""

    def __init__(self, code: str, client_message_id: str | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.client_message_id = client_message_id


# The meaning of each error frame's code. People read `words.WORDS`, in their own language.
FAULTS: Final[dict[str, str]] = {
    "binary": "The frame is binary; send text.",
    "too_large": f"The frame is longer than {LARGEST_FRAME} characters.",
    "not_json": "The frame is not valid JSON.",
    "not_an_object": "The frame is JSON, but not an object.",
    "no_message": 'The frame has no "message".',
    "message_not_text": '"message" is not a string.',
    "message_empty": '"message" has nothing but white space in it.',
    "message_too_long": f'"message" is longer than {LONGEST_BODY} characters.',
    "control_characters": '"message" has control characters in it.',
    "bad_client_message_id": (
        f'"client_message_id" is not 1 to {LONGEST_CLIENT_ID} visible ASCII characters.'
    ),
    "unknown_type": 'The frame\'s "type" is none of those a client may send.',
    "bad_seq": '"seq" is not a whole number from 0 up.',
    "not_stored": "The message could not be stored; send it again.",
}


class Command:
    """A frame of a client's that was read."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Post(Command):
    """A message a client wants to send."""

    body: str
    client_message_id: str | None


_decode = msgspec.json.Decoder().decode
_encode = msgspec.json.Encoder().encode


def read_room(text: str) -> int | None:
    """Return the room number in a URL, or None if no room can have it."""
    if not _DIGITS.fullmatch(text):
        return None
    number = int(text)
    return number if 0 < number <= LARGEST_SEQ else None


def read_since(text: str | None) -> int | None:
    """Return the number in `since`, or None if it was not sent. Raises ValueError if it is none."""
    if text is None:
        return None
    if not _DIGITS.fullmatch(text):
        raise ValueError("since")
    return int(text)


def read_object(text: str | None) -> dict[str, Any]:
    """Read a frame as a JSON object; `text` is None for a binary one. Raises Fault."""
    if text is None:
        raise Fault("binary")
    if len(text) > LARGEST_FRAME:
        raise Fault("too_large")
    try:
        frame = _decode(text)
    except (ValueError, RecursionError) as error:
        raise Fault("not_json") from error
    if not isinstance(frame, dict):
        raise Fault("not_an_object")
    return frame


def read_frame(text: str | None) -> Post:
    """Read a client's frame in plain mode. Raises Fault."""
    return read_post(read_object(text))


def read_post(frame: dict[str, Any]) -> Post:
    """Return the message in a frame. Raises Fault."""
    client_message_id = frame.get("client_message_id")
    if client_message_id is not None and not _is_client_id(client_message_id):
        raise Fault("bad_client_message_id")
    return Post(_read_body(frame, client_message_id), client_message_id)


def _is_client_id(value: object) -> bool:
    return isinstance(value, str) and _CLIENT_ID.fullmatch(value) is not None


def _read_body(frame: dict[str, Any], client_message_id: str | None) -> str:
    if "message" not in frame:
        raise Fault("no_message", client_message_id)
    body = frame["message"]
    if not isinstance(body, str):
        raise Fault("message_not_text", client_message_id)
    if not body.strip():
        raise Fault("message_empty", client_message_id)
    if len(body) > LONGEST_BODY:
        raise Fault("message_too_long", client_message_id)
    if _FORBIDDEN.search(body):
        raise Fault("control_characters", client_message_id)
    return body


@lru_cache(maxsize=16)
def _moment(at: datetime) -> str:
    # The messages of a group were stored at one moment.
    return at.astimezone(UTC).isoformat(timespec="milliseconds")


def message_frame(
    *, sender: str, body: str, seq: int, sent_at: datetime, client_message_id: str | None
) -> str:
    """The frame everyone in the room gets; to the sender it is the acknowledgement."""
    return _encode(
        {
            "sender": sender,
            "message": body,
            "seq": seq,
            "sent_at": _moment(sent_at),
            "client_message_id": client_message_id,
        }
    ).decode()


def error_frame(*, code: str, detail: str, client_message_id: str | None = None) -> str:
    """The frame that answers a frame which was not taken."""
    error = {"code": code, "detail": detail, "client_message_id": client_message_id}
    return _encode({"error": error}).decode()


class Plain:
    """The seed's mode: every frame of the server's is a message, or an error."""

    subprotocol: str | None = None
    # True if clients are told of reading, typing and presence, and answer pings.
    typed = False

    def read(self, text: str | None) -> Command:
        """Read a client's frame. Raises Fault."""
        return read_frame(text)

    def message(self, frame: str) -> str:
        """Return a message, given as `message_frame` encodes it, as this mode sends it."""
        return frame

    def error(self, *, code: str, detail: str, client_message_id: str | None = None) -> str:
        return error_frame(code=code, detail=detail, client_message_id=client_message_id)
