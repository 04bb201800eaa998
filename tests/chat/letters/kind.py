"""The rules of letters: both people may enter, and nothing is read before they say so."""

from rip.accounts.models import User
from rip.chat.kinds import RoomKind, Seat, Sides
from rip.core.errors import NotAllowed, NotFound
from tests.chat.letters.models import Message, Picture, ReadMark, Room


class LettersKind(RoomKind):
    name = "letters"
    sides = Sides(owner="writer", others="reader")
    sent_is_read = False
    owner_field = "writer"
    room_model = Room
    message_model = Message
    read_mark_model = ReadMark
    picture_model = Picture

    def enter(self, *, user: User, room_id: int | None) -> Seat:
        room = Room.objects.filter(pk=room_id).first() if room_id is not None else None
        if room is None:
            raise NotFound
        if user.pk == room.writer_id:
            return Seat(room, self.sides.owner)
        if user.pk == room.reader_id:
            return Seat(room, self.sides.others)
        raise NotAllowed

    def may_stay(self, *, user: User, side: str) -> bool:
        return True


LETTERS = LettersKind()
