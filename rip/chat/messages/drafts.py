"""A message on its way into its room's log, and what becomes of it."""

import secrets
from dataclasses import dataclass, field
from typing import TypeAlias

import msgspec

from rip.accounts.models import User


def _own_id() -> str:
    # The space keeps it apart from every id a client may choose.
    return f" {secrets.token_hex(12)}"


Identity: TypeAlias = tuple[int, int, str]


@dataclass(eq=False, slots=True)
class Draft:
    """A message on its way to be stored, from a `side` of its room. The door checked the rights.

    `stored_id` makes it one message however often storing it is tried: the id its client gave, or
    one of its own.
    """

    room_id: int
    side: str
    author: User
    body: str
    client_message_id: str | None = None
    author_id: int = field(init=False)
    stored_id: str = field(init=False)
    identity: Identity = field(init=False)

    def __post_init__(self) -> None:
        self.author_id = self.author.pk
        self.stored_id = self.client_message_id or _own_id()
        self.identity = self.room_id, self.author_id, self.stored_id


class Posted(msgspec.Struct, frozen=True, array_like=True):
    """A stored message, encoded once for everyone. `fresh` is False for a repeated draft."""

    room_id: int
    seq: int
    frame: str
    fresh: bool = True


Result: TypeAlias = Posted | Exception
