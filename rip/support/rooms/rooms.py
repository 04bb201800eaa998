"""Support: rooms and read marks. Messages are in `message_log.py`."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final, TypeAlias

from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Least
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from rip.accounts.models import User, name_key
from rip.core.errors import BadInput, Conflict, NotAllowed, NotFound
from rip.support.models import ReadMark, Room, Side

# So few that the statement stays small: the database looks each one up in it.
MARKS_AT_ONCE: Final = 200


def room_open(*, owner: User) -> Room:
    """The caller's own room; it is made when they first ask for it."""
    return Room.objects.get_or_create(owner=owner)[0]


def room_enter(*, user: User, room_id: int | None) -> Room:
    """The room `user` wants to join. Looking creates nothing but the caller's own room.

    Raises NotAllowed to a customer for any other room, so that it says nothing about which exist,
    and NotFound to an operator.
    """
    if room_id == user.pk:
        return room_open(owner=user)
    if not user.is_staff:
        raise NotAllowed
    room = Room.objects.visible_to(user).filter(pk=room_id).first()
    if room is None:
        raise NotFound
    return room


def room_decide(*, room_id: int, status: str, seq: int) -> None:
    """Say where a room stands (a `Status`) as of message `seq`, until messages change it.

    Raises Conflict when the customer has written after `seq`: then it is not what they wait for.
    """
    unchanged = Room.objects.filter(pk=room_id, last_customer_seq__lte=seq)
    changed = unchanged.update(
        decision=status, decision_seq=Least(F("last_seq"), seq), tended=F("tended") + 1
    )
    if not changed:
        _room_there(room_id)
        raise Conflict(_("The customer has just written. Read it first."))


def room_assign(*, room_id: int, assignee: str | None, was: str | None) -> None:
    """Give a room to an operator, or to nobody, if it still is whose it `was` (a user name).

    Of any number of operators who take a room at once, one gets it; to the others it is Conflict.
    Raises BadInput when `assignee` is no operator.
    """
    new = _operator(assignee) if assignee is not None else None
    # By id: with a join MySQL would look first and update then, and two could win.
    old = None if was is None else User.objects.filter(username_key=name_key(was)).first()
    rooms = Room.objects.filter(pk=room_id, assignee=old)
    known = was is None or old is not None
    if known and rooms.update(assignee=new, tended=F("tended") + 1):
        return
    room = _room_there(room_id)
    if room.assignee == new:
        return
    if room.assignee is None:
        raise Conflict(_("Nobody has this conversation any more."))
    taken = _("{name} has this conversation now.")
    raise Conflict(format_lazy(taken, name=room.assignee.username))


def _operator(name: str) -> User:
    found = User.objects.filter(username_key=name_key(name), is_staff=True, is_active=True).first()
    if found is None:
        raise BadInput(errors={"assignee": [_("There is no operator of this name.")]})
    return found


def _room_there(room_id: int) -> Room:
    room = Room.objects.select_related("assignee").filter(pk=room_id).first()
    if room is None:
        raise NotFound
    return room


def rooms_newest(*, room_ids: Sequence[int]) -> dict[int, int]:
    """The newest number of each of these rooms."""
    return dict(Room.objects.filter(pk__in=room_ids).values_list("pk", "last_seq"))


Mark: TypeAlias = tuple[int, Side]


def read_marks_advance(*, marks: Mapping[Mark, int]) -> dict[Mark, int]:
    """Move read marks forward, never back; those that have moved."""
    moved: dict[Mark, int] = {}
    keys = sorted(marks)
    for start in range(0, len(keys), MARKS_AT_ONCE):
        some = {key: marks[key] for key in keys[start : start + MARKS_AT_ONCE]}
        there = _marks_move(some, moved)
        if missing := some.keys() - there:
            _marks_create(missing)
            _marks_move({key: some[key] for key in missing}, moved)
    return moved


def _marks_move(marks: Mapping[Mark, int], moved: dict[Mark, int]) -> set[Mark]:
    """Move those of `marks` that exist, note in `moved` which did, and return which exist."""
    with transaction.atomic():
        rows = ReadMark.objects.select_for_update().filter(room__in={room for room, _ in marks})
        stored = {
            (room_id, Side(side)): (pk, seq)
            for pk, room_id, side, seq in rows.order_by("pk").values_list(
                "pk", "room_id", "side", "seq"
            )
        }
        ahead = {key: seq for key, seq in marks.items() if key in stored and seq > stored[key][1]}
        if ahead:
            _marks_set({stored[key][0]: seq for key, seq in ahead.items()})
    moved |= ahead
    return stored.keys() & marks.keys()


def _marks_set(numbers: Mapping[int, int]) -> None:
    """One statement: on a busy server there are hundreds of marks a second."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE support_readmark"  # noqa: S608  (only placeholders)
            f" SET seq = CASE id {'WHEN %s THEN %s ' * len(numbers)}END"
            f" WHERE id IN ({', '.join(['%s'] * len(numbers))})",
            [*(value for pair in numbers.items() for value in pair), *numbers],
        )


def _marks_create(missing: Collection[Mark]) -> None:
    # Not in the transaction: two that insert the same mark and then move it lock each other.
    ReadMark.objects.bulk_create(
        [ReadMark(room_id=room_id, side=side) for room_id, side in sorted(missing)],
        ignore_conflicts=True,
    )


def read_marks_of(*, room_id: int) -> dict[str, int]:
    """How far each side has read a room; 0 for a side that has not been there."""
    marks = dict(ReadMark.objects.filter(room_id=room_id).values_list("side", "seq"))
    return {side.value: marks.get(side.value, 0) for side in Side}
