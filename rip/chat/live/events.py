"""What processes tell each other over the bus. `process` says who is speaking."""

import msgspec

from rip.chat.messages.drafts import Posted


class Stored(msgspec.Struct, tag="stored", array_like=True):
    """Messages that were committed, with all it takes to deliver them."""

    process: str
    messages: list[Posted]


class Read(msgspec.Struct, tag="read", array_like=True):
    """A side's read mark moved."""

    process: str
    room_id: int
    side: str
    seq: int


class Typing(msgspec.Struct, tag="typing", array_like=True):
    process: str
    room_id: int
    side: str
    sender: str


class Tended(msgspec.Struct, tag="tended", array_like=True):
    """An operator did something to a room: a decision, an assignment, a note."""

    process: str
    room_id: int


class SessionsChanged(msgspec.Struct, tag="sessions", array_like=True):
    """The sessions or rights of a user may have changed."""

    process: str
    user_id: int


class Here(msgspec.Struct, tag="here", array_like=True):
    """Who is connected to a process, repeated every few seconds for as long as it lives."""

    process: str
    # Each operator's user name, with the rooms they are in.
    operators: dict[str, list[int]]
    customers: list[int]


News = Stored | Read | Typing | Tended | SessionsChanged | Here

encode = msgspec.json.Encoder().encode
decode = msgspec.json.Decoder(News).decode
