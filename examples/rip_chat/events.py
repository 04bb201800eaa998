"""The events of a chat client, for its application."""

from typing import Literal, NamedTuple


class Message(NamedTuple):
    """A message of the room, as everyone in it gets it. `sent_at` is in UTC, ISO 8601."""

    seq: int
    sender: str
    message: str
    sent_at: str
    client_message_id: str | None


class Delivery(NamedTuple):
    """The state of a message of our own; `seq` when it is sent, `code` when it failed."""

    client_message_id: str
    text: str
    state: Literal["sending", "sent", "failed"]
    seq: int | None = None
    code: str | None = None


class State(NamedTuple):
    """`retry_in` is in seconds, or None when there will be no further attempt."""

    state: Literal["connecting", "online", "offline"]
    code: int | None = None
    retry_in: float | None = None


class Reset(NamedTuple):
    """Drop every message that was shown: what follows does not join on to them."""


class ReadMark(NamedTuple):
    """A side, "customer" or "support", has read everything up to `seq`."""

    side: str
    seq: int


class Typing(NamedTuple):
    """Somebody types; forget it after `seconds`, or when their message comes."""

    side: str
    sender: str
    seconds: float


class Presence(NamedTuple):
    """The presence of the other side."""

    customer: bool
    support: bool


Event = Message | Delivery | State | Reset | ReadMark | Typing | Presence
