"""Support's rooms as a kind of room: a customer and the operators, who are one team."""

from rip.accounts.models import User
from rip.chat.kinds import Online, RoomKind, Seat, Sides
from rip.support.models import ChatPicture, Message, ReadMark, Room, Side
from rip.support.rooms.rooms import room_enter


class SupportKind(RoomKind):
    name = "support"
    sides = Sides(owner=Side.CUSTOMER.value, others=Side.SUPPORT.value)
    room_model = Room
    message_model = Message
    read_mark_model = ReadMark
    picture_model = ChatPicture

    def enter(self, *, user: User, room_id: int | None) -> Seat:
        room = room_enter(user=user, room_id=room_id)
        return Seat(room, room.side_of(user).value)

    def may_stay(self, *, user: User, side: str) -> bool:
        """Customers stay in their rooms; who is an operator no more leaves those of others."""
        return user.is_staff or side == Side.CUSTOMER

    def others_online(self, online: Online, room_id: int) -> bool:
        """Any operator will do, in whichever room or at the desk."""
        return online.others_online()


SUPPORT = SupportKind()
