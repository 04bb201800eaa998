"""Read marks: how far each side has read a room."""

from collections.abc import Collection, Mapping
from typing import Final, TypeAlias

from django.db import connection, transaction
from django.db.models import Q

from rip.chat.kinds import RoomKind

# So few that the statement stays small: the database looks each one up in it.
MARKS_AT_ONCE: Final = 200

_COLUMNS: Final[tuple[str, ...]] = ("pk", "room_id", "side", "seq")

# A room and a side of it.
Mark: TypeAlias = tuple[int, str]


def read_marks_advance(*, kind: RoomKind, marks: Mapping[Mark, int]) -> dict[Mark, int]:
    """Move read marks forward, never back. Return those that have moved."""
    moved: dict[Mark, int] = {}
    keys = sorted(marks)
    for start in range(0, len(keys), MARKS_AT_ONCE):
        some = {key: marks[key] for key in keys[start : start + MARKS_AT_ONCE]}
        there = _marks_move(kind, some, moved)
        if missing := some.keys() - there:
            _marks_create(kind, missing)
            _marks_move(kind, {key: some[key] for key in missing}, moved)
    return moved


def _marks_move(kind: RoomKind, marks: Mapping[Mark, int], moved: dict[Mark, int]) -> set[Mark]:
    """Move those of `marks` that exist, note in `moved` which did, and return which exist."""
    with transaction.atomic():
        rows = kind.read_mark_model._default_manager.select_for_update().filter(
            Q(room__in={room for room, _ in marks})
        )
        stored = {
            (room_id, side): (pk, seq)
            for pk, room_id, side, seq in rows.order_by("pk").values_list(*_COLUMNS)
        }
        ahead = {key: seq for key, seq in marks.items() if key in stored and seq > stored[key][1]}
        if ahead:
            _marks_set(kind, {stored[key][0]: seq for key, seq in ahead.items()})
    moved |= ahead
    return stored.keys() & marks.keys()


def _marks_set(kind: RoomKind, numbers: Mapping[int, int]) -> None:
    """One statement: on a busy server there are hundreds of marks a second."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {kind.read_mark_model._meta.db_table}"  # noqa: S608  (only placeholders)
            f" SET seq = CASE id {'WHEN %s THEN %s ' * len(numbers)}END"
            f" WHERE id IN ({', '.join(['%s'] * len(numbers))})",
            [*(value for pair in numbers.items() for value in pair), *numbers],
        )


def _marks_create(kind: RoomKind, missing: Collection[Mark]) -> None:
    # Not in the transaction: two that insert the same mark and then move it lock each other.
    model = kind.read_mark_model
    rows = [model(side=side) for _, side in sorted(missing)]
    for row, (room_id, _) in zip(rows, sorted(missing), strict=True):
        row.room_id = room_id
    model._default_manager.bulk_create(rows, ignore_conflicts=True)


def read_marks_of(*, kind: RoomKind, room_id: int) -> dict[str, int]:
    """Return how far each side has read a room; 0 for a side that has not been there."""
    rows = kind.read_mark_model._default_manager.filter(Q(room=room_id))
    marks = dict(rows.values_list("side", "seq"))
    return {side: marks.get(side, 0) for side in kind.sides}
