"""Read marks: how far each side has read a room, and what that leaves unread.

A room counts its owner's messages that the other side has not read (`unread`). Messages add to it;
a mark takes off those that it passes, in the transaction that moves it, so it costs no more than
the messages it passes, and nothing is counted anew.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Final, TypeAlias

from django.db import connection, transaction
from django.db.models import Q

from rip.chat.kinds import RoomKind

# So few that the statement stays small: the database looks each one up in it.
MARKS_AT_ONCE: Final = 200

_COLUMNS: Final[tuple[str, ...]] = ("pk", "room_id", "side", "seq")

# A room and a side of it.
Mark: TypeAlias = tuple[int, str]
# The places a mark had and has: it has passed the messages after the one up to the other.
Passed: TypeAlias = tuple[int, int]


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
            _unread_lower(
                kind,
                {
                    key[0]: (stored[key][1], seq)
                    for key, seq in ahead.items()
                    if key[1] == kind.sides.others
                },
            )
    moved |= ahead
    return stored.keys() & marks.keys()


def _marks_set(kind: RoomKind, numbers: Mapping[int, int]) -> None:
    """One statement: on a busy server there are hundreds of marks a second."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {kind.read_mark_model._meta.db_table}"  # noqa: S608  (only placeholders)
            f" SET seq = CASE id {_cases(numbers)} END"
            f" WHERE id IN ({_places(numbers)})",
            [*_flat(numbers.items()), *numbers],
        )


def _unread_lower(kind: RoomKind, passed: Mapping[int, Passed]) -> None:
    """Take what marks have passed off the rooms' `unread`.

    The marks are locked, so nothing is taken off twice. Messages that come meanwhile only add, and
    lie behind the marks.
    """
    if not passed:
        return
    rooms = kind.room_model._default_manager.filter(pk__in=passed, unread__gt=0)
    found = list(rooms.values_list("pk", kind.owner_field, "last_owner_seq", "unread"))
    short = {room: passed[room] for room, _, newest, _ in found if newest > passed[room][1]}
    counted = _messages_count(kind, short)
    # A mark that reaches the owner's newest message leaves nothing, however it was counted.
    read = {
        room: min(counted.get((room, owner), 0), unread) if room in short else unread
        for room, owner, _, unread in found
    }
    lower = {room: read[room] for room in sorted(read) if read[room]}
    if lower:
        key = kind.room_model._meta.pk.column
        with connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE {kind.room_model._meta.db_table}"  # noqa: S608  (only placeholders)
                f" SET unread = unread - CASE {key} {_cases(lower)} END"
                f" WHERE {key} IN ({_places(lower)})",
                [*_flat(lower.items()), *lower],
            )


def _messages_count(kind: RoomKind, passed: Mapping[int, Passed]) -> dict[tuple[int, int], int]:
    """Count the messages that marks have passed, by room and author.

    The author is no condition: SQLite would look for it by an index of all that they have written.
    """
    if not passed:
        return {}
    one = "(room_id = %s AND seq > %s AND seq <= %s)"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT room_id, author_id, COUNT(*)"  # noqa: S608  (only placeholders)
            f" FROM {kind.message_model._meta.db_table}"
            f" WHERE {' OR '.join([one] * len(passed))} GROUP BY room_id, author_id",
            _flat((room, *numbers) for room, numbers in passed.items()),
        )
        return {(room, author): count for room, author, count in cursor.fetchall()}


def _cases(values: Collection[int]) -> str:
    return " ".join(["WHEN %s THEN %s"] * len(values))


def _places(values: Collection[int]) -> str:
    return ", ".join(["%s"] * len(values))


def _flat(rows: Iterable[tuple[int, ...]]) -> list[int]:
    return [value for row in rows for value in row]


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
