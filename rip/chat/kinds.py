"""A kind of room: everything the engine asks of whoever uses it."""

from abc import ABC, abstractmethod
from collections.abc import Collection
from typing import ClassVar, NamedTuple, Protocol

from rip.accounts.models import User
from rip.chat.models import MessageBase, PictureBase, ReadMarkBase, RoomBase


class Sides(NamedTuple):
    """The two sides of a room, by their names on the wire: its owner, and everybody else in it."""

    owner: str
    others: str


class Seat(NamedTuple):
    """A room somebody may be in, and the side they are on there."""

    room: RoomBase
    side: str


class Online(Protocol):
    """The people of the other side who are online, in every process."""

    def others_online(self) -> bool:
        """True if anybody of them is, in whichever room or in none."""

    def others_in(self, room_id: int) -> Collection[str]:
        """The user names of those who are in a room."""


class RoomKind(ABC):
    """One kind of room, with tables, rights and words of its own.

    `name` tells kinds apart on the bus. `sent_is_read` says that in the plain mode, which has no
    frame for it, whatever a socket was sent counts as read by its side. `owner_field` is the room
    model's foreign key to its owner.
    """

    name: ClassVar[str]
    sides: ClassVar[Sides]
    sent_is_read: ClassVar[bool] = True
    owner_field: ClassVar[str] = "owner"

    room_model: ClassVar[type[RoomBase]]
    message_model: ClassVar[type[MessageBase]]
    read_mark_model: ClassVar[type[ReadMarkBase]]
    picture_model: ClassVar[type[PictureBase]]

    @abstractmethod
    def enter(self, *, user: User, room_id: int | None) -> Seat:
        """Return the seat `user` has in a room; `room_id` is None if no room can have the number.

        Raises NotAllowed, or NotFound to those who may know which rooms there are. It is called in
        a database thread.
        """

    @abstractmethod
    def may_stay(self, *, user: User, side: str) -> bool:
        """True if `user`, as they are at this moment, may go on sitting on `side` of a room."""

    def others_online(self, online: Online, room_id: int) -> bool:
        """True if the other side counts as online in a room."""
        return bool(online.others_in(room_id))
