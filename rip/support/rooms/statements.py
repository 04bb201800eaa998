"""The desk's queries as SQL: rooms by index in the desk's order, each with what is shown of it.

The rooms of a page are found first, in parts. A part is the rooms of one status and one operator,
as far as those are asked for, and one index has its rooms in the desk's order, so as many are read
as the page has. The index is named: MariaDB would rather sort all the rooms. What is shown beside a
room is found by its key.
"""

import functools
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple, TypeAlias

from django.db import connection

from rip.accounts.models import User
from rip.support.models import Message, ReadMark, Room, Side

Value: TypeAlias = int | str


class Condition(NamedTuple):
    """A condition on `support_room` with its values."""

    sql: str
    values: tuple[Value, ...] = ()


class Statement(NamedTuple):
    sql: str
    values: tuple[Value, ...]

    def inline(self) -> str:
        """The text as SQLite's own driver takes it."""
        return self.sql.replace("%s", "?")


class Part(NamedTuple):
    """The rooms for which all conditions hold, and the index they are read by.

    Only a few may be read by their key: they are sorted.
    """

    conditions: tuple[Condition, ...]
    index_name: str


ROOM: Final = Room._meta.db_table
USER: Final = User._meta.db_table

UNREAD: Final = Condition("is_unread = 1")
READ: Final = Condition("is_unread = 0")
NOBODYS: Final = Condition("assignee_id IS NULL")

BY_KEY: Final = "PRIMARY"
BY_DESK: Final = "support_room_by_desk"
BY_STATUS: Final = "support_room_by_status"
BY_ASSIGNEE: Final = "support_room_by_assignee"

PREVIEW: Final = 200

_ORDER: Final = "is_unread DESC, last_activity DESC, owner_id DESC"
_ORDER_SHOWN: Final = "room.is_unread DESC, room.last_activity DESC, room.owner_id DESC"
_FOUND: Final = "owner_id, last_seq, is_unread, unread, last_activity, status, assignee_id, tended"


class Row(NamedTuple):
    """A room with what is shown of it; moments as text."""

    room: int
    customer: str
    last_seq: int
    is_unread: int
    unread: int
    last_activity: str
    read_up_to: int
    status: str
    assignee: str | None
    tended: int
    sender: str | None
    body: str | None
    sent: str | None


def rooms_select(parts: Sequence[Part], *, limit: int) -> Statement:
    """The first rooms of these parts together, as `Row`s in the desk's order.

    No room is in two parts.
    """
    values: list[Value] = []
    for part in parts:
        values += [value for condition in part.conditions for value in condition.values]
        values.append(limit)
    if len(parts) > 1:
        values.append(limit)
    shapes = [(part.index_name, tuple(one.sql for one in part.conditions)) for part in parts]
    return Statement(_select(tuple(shapes)), tuple(values))


def after(*, is_unread: bool, at: datetime, room: int) -> Condition:
    """The rooms behind one in the desk's order, as far as they are unread or not as it is."""
    moment = str(connection.ops.adapt_datetimefield_value(at))
    behind = "last_activity <= %s AND (last_activity < %s OR owner_id < %s)"
    return Condition(f"is_unread = {is_unread:d} AND {behind}", (moment, moment, room))


def of_rooms(room_ids: Iterable[int]) -> Condition:
    numbers = tuple(room_ids)
    return Condition(f"owner_id IN ({', '.join(['%s'] * len(numbers)) or 'NULL'})", numbers)


def of_namesakes(low: str, high: str, number: int | None) -> Condition:
    """The rooms of customers whose names lie between these, and the one of that number."""
    named = (
        f"EXISTS (SELECT 1 FROM {USER} namesake WHERE namesake.id = {ROOM}.owner_id"  # noqa: S608
        " AND namesake.username_key >= %s AND namesake.username_key < %s)"
    )
    if number is None:
        return Condition(named, (low, high))
    return Condition(f"(owner_id = %s OR {named})", (number, low, high))


def rooms_in_order() -> Statement:
    """Every room with whether it is unread."""
    rooms = f"{ROOM} {_by(BY_DESK)}"
    return Statement(f"SELECT owner_id, is_unread FROM {rooms} ORDER BY {_ORDER}", ())  # noqa: S608


def rooms_by_state() -> Statement:
    """The number of rooms in each state. The index has them in this order."""
    state = "assignee_id, status, is_unread"
    rooms = f"{ROOM} {_by(BY_ASSIGNEE)}"
    return Statement(f"SELECT {state}, COUNT(*) FROM {rooms} GROUP BY {state}", ())  # noqa: S608


def rows_of(statement: Statement) -> Sequence[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement.sql, statement.values)
        rows: Sequence[tuple[Any, ...]] = cursor.fetchall()
    return rows


@functools.lru_cache(maxsize=256)
def _select(parts: tuple[tuple[str, tuple[str, ...]], ...]) -> str:
    found = [_found(index, conditions) for index, conditions in parts]
    if len(found) == 1:
        return _shown(found[0])
    named = [f"SELECT * FROM ({one}) part{number}" for number, one in enumerate(found)]  # noqa: S608
    parts_together = " UNION ALL ".join(named)
    return _shown(f"SELECT * FROM ({parts_together}) parts ORDER BY {_ORDER} LIMIT %s")  # noqa: S608


def _found(index: str, conditions: Sequence[str]) -> str:
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    return f"SELECT {_FOUND} FROM {ROOM} {_by(index)}{where} ORDER BY {_ORDER} LIMIT %s"  # noqa: S608


def _by(index: str) -> str:
    """Names the index that a table is read by."""
    if connection.vendor == "mysql":
        return f"FORCE INDEX ({index})"
    # SQLite has no name for the key, and needs none.
    return f"INDEXED BY {index}" if index != BY_KEY else ""


def _shown(found: str) -> str:
    """Select all that is shown of the rooms that `found` selects.

    Each join is an outer one, so that no database begins with anything but the rooms. Moments are
    read as text: the drivers are slow to make objects of them.
    """
    return (
        "SELECT room.owner_id, owner.username, room.last_seq, room.is_unread, room.unread,"  # noqa: S608
        f" CAST(room.last_activity AS CHAR), COALESCE(mark.seq, 0), room.status,"
        " assignee.username, room.tended,"
        f" author.username, SUBSTR(message.body, 1, {PREVIEW}), CAST(message.created AS CHAR)"
        f" FROM ({found}) room"
        f" LEFT JOIN {USER} owner ON owner.id = room.owner_id"
        f" LEFT JOIN {USER} assignee ON assignee.id = room.assignee_id"
        f" LEFT JOIN {ReadMark._meta.db_table} mark"
        f" ON mark.room_id = room.owner_id AND mark.side = '{Side.SUPPORT.value}'"
        f" LEFT JOIN {Message._meta.db_table} message"
        " ON message.room_id = room.owner_id AND message.seq = room.last_seq"
        f" LEFT JOIN {USER} author ON author.id = message.author_id"
        f" ORDER BY {_ORDER_SHOWN}"
    )
