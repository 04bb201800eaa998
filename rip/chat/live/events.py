"""The news that processes tell each other over the bus.

`process` says who is speaking, `kind` of which kind of room.
"""

import msgspec

from rip.chat.messages.drafts import Posted


class Stored(msgspec.Struct, tag="stored", array_like=True):
    """Messages that were committed, with all it takes to deliver them."""

    process: str
    kind: str
    messages: list[Posted]


class Read(msgspec.Struct, tag="read", array_like=True):
    """A side's read mark moved."""

    process: str
    kind: str
    room_id: int
    side: str
    seq: int


class Typing(msgspec.Struct, tag="typing", array_like=True):
    process: str
    kind: str
    room_id: int
    side: str
    sender: str


class Touched(msgspec.Struct, tag="touched", array_like=True):
    """Something about a room changed that is no message: only observers are told."""

    process: str
    kind: str
    room_id: int


class SessionsChanged(msgspec.Struct, tag="sessions", array_like=True):
    """The sessions or rights of a user may have changed."""

    process: str
    kind: str
    user_id: int


class Here(msgspec.Struct, tag="here", array_like=True):
    """Everybody who is connected to a process, repeated every few seconds for as long as it lives.

    `owners` are the rooms whose owners are there. `others` has each user name of the other side,
    with the rooms they are in.
    """

    process: str
    kind: str
    others: dict[str, list[int]]
    owners: list[int]


News = Stored | Read | Typing | Touched | SessionsChanged | Here

encode = msgspec.json.Encoder().encode
decode = msgspec.json.Decoder(News).decode
