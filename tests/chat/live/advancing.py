"""The statement that stores read marks, on a database that may be away."""

from django.db import OperationalError

from rip.chat.kinds import RoomKind
from rip.chat.messages import read_marks
from rip.chat.messages.read_marks import Mark
from rip.support.models import Room, Side


class Advance:
    """`read_marks_advance`, while the database may be away; what it was asked to store."""

    def __init__(self) -> None:
        self.away = False
        self.asked: list[dict[Mark, int]] = []
        self.committed: dict[Mark, int] = {}
        self._advance = read_marks.read_marks_advance

    def __call__(self, *, kind: RoomKind, marks: dict[Mark, int]) -> dict[Mark, int]:
        self.asked.append(dict(marks))
        if self.away:
            raise OperationalError("the database is away")
        moved = self._advance(kind=kind, marks=marks)
        self.committed |= moved
        return moved

    def of(self, room: Room, side: Side = Side.SUPPORT) -> int:
        return self.committed.get((room.pk, side), 0)
