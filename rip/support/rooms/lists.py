"""Rooms as they are listed: the customer, the last message, the number of unread ones."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple

from django.db.models import Q

from rip.accounts.models import User, name_key
from rip.core.http.cursors import Page, read_cursor, write_cursor
from rip.support.models import Status
from rip.support.rooms import statements
from rip.support.rooms.statements import Condition, Part, Row, Statement

LONGEST_SEARCH: Final = 100
NOBODY: Final = 0
# If so many customers have the name that is looked for, it is looked for among the rooms in order.
MANY_NAMESAKES: Final = 500
_LAST_CHARACTER: Final = "\U0010ffff"

# By whether the room is unread.
_CHAT: Final = (
    b'{"chat_name":"%d","support_read":true}',
    b'{"chat_name":"%d","support_read":false}',
)


@dataclass(frozen=True, slots=True)
class RoomFilter:
    """Which rooms are wanted.

    `search` finds customers by the beginning of their name, or a room by its number. `assignee` is
    an operator's id, or `NOBODY`.
    """

    search: str = ""
    status: str | None = None
    assignee: int | None = None
    unread: bool = False


ALL: Final = RoomFilter()


@dataclass(frozen=True, slots=True)
class PageQuery:
    """A page that is still to be read: what to select, one room more than the page may have."""

    statement: Statement
    limit: int

    def page(self, rows: Sequence[tuple[Any, ...]]) -> Page:
        found = [Row(*row) for row in rows]
        shown = found[: self.limit]
        following = None
        if len(found) > self.limit:
            last = shown[-1]
            sort_key = [not last.is_unread, _moment(last.last_activity).isoformat(), last.room]
            following = write_cursor("rooms", sort_key)
        return Page([_summary(row) for row in shown], following)


def rooms_page(
    *, user: User, limit: int, cursor: str | None = None, wanted: RoomFilter = ALL
) -> Page:
    """A page of the rooms `user` may see: unread ones first, then the newest activity.

    Raises BadInput for a cursor this call did not give.
    """
    query = page_query(user=user, limit=limit, cursor=cursor, wanted=wanted)
    return query.page(statements.rows_of(query.statement))


def page_query(*, user: User, limit: int, cursor: str | None, wanted: RoomFilter) -> PageQuery:
    """The query of such a page. It reads nothing itself but the names that a search is for."""
    after = read_cursor("rooms", cursor) if cursor is not None else None
    among = _among(user, wanted)
    index = statements.BY_KEY if among.few else _index(wanted)
    parts = [
        Part((*among.conditions, *_unread(wanted), *states, *behind), index)
        for behind in _behind(after)
        for states in _states(wanted)
    ]
    return PageQuery(statements.rooms_select(parts, limit=limit + 1), limit)


def summaries_of(*, room_ids: Collection[int]) -> list[dict[str, Any]]:
    touched = Part((statements.of_rooms(room_ids),), statements.BY_KEY)
    found = statements.rooms_select([touched], limit=len(room_ids))
    return [_summary(Row(*row)) for row in statements.rows_of(found)]


def chats_list() -> bytes:
    """Every room in the desk's order as the seed lists them, encoded: there is no end of them."""
    rooms = statements.rows_of(statements.rooms_in_order())
    return b'{"chats":[%s]}' % b",".join([_CHAT[is_unread] % room for room, is_unread in rooms])


class Among(NamedTuple):
    """The rooms to look among; of a few there is no need to read them in order."""

    conditions: tuple[Condition, ...]
    few: bool


def _among(user: User, wanted: RoomFilter) -> Among:
    own = () if user.is_staff else (statements.of_rooms([user.pk]),)
    if not wanted.search:
        return Among(own, few=bool(own))
    named, few = _named(wanted.search[:LONGEST_SEARCH])
    return Among((*own, named), few=few or bool(own))


def _unread(wanted: RoomFilter) -> tuple[Condition, ...]:
    return (statements.UNREAD,) if wanted.unread else ()


def _index(wanted: RoomFilter) -> str:
    if wanted.assignee is not None:
        return statements.BY_ASSIGNEE
    return statements.BY_STATUS if wanted.status is not None else statements.BY_DESK


def _states(wanted: RoomFilter) -> list[tuple[Condition, ...]]:
    """The parts by status: those of an operator are in order for each status alone."""
    if wanted.assignee is None:
        return [(_of_status(wanted.status),) if wanted.status is not None else ()]
    assignee = Condition("assignee_id = %s", (wanted.assignee,))
    whose = assignee if wanted.assignee != NOBODY else statements.NOBODYS
    statuses = [wanted.status] if wanted.status is not None else Status.values
    return [(whose, _of_status(status)) for status in statuses]


def _of_status(status: str) -> Condition:
    return Condition("status = %s", (status,))


def _behind(sort_key: list[Any] | None) -> list[tuple[Condition, ...]]:
    """The parts behind the last room of the page before: of its own kind, then the read ones."""
    if sort_key is None:
        return [()]
    support_read, activity, pk = sort_key
    at = datetime.fromisoformat(activity)
    same = statements.after(is_unread=not support_read, at=at, room=pk)
    return [(same,)] if support_read else [(same,), (statements.READ,)]


def _named(search: str) -> tuple[Condition, bool]:
    """The rooms of customers whose names begin so, and the one of that number; are there few?"""
    key = name_key(search)
    low, high = key, key + _LAST_CHARACTER
    number = int(search) if search.isascii() and search.isdigit() and len(search) < 19 else None
    namesakes = User.objects.filter(Q(username_key__gte=low), Q(username_key__lt=high))
    found = list(namesakes.order_by("username_key").values_list("pk", flat=True)[:MANY_NAMESAKES])
    if len(found) < MANY_NAMESAKES:
        return statements.of_rooms(found if number is None else {*found, number}), True
    return statements.of_namesakes(low, high, number), False


def _summary(row: Row) -> dict[str, Any]:
    return {
        "room": row.room,
        "customer": row.customer,
        "last_seq": row.last_seq,
        "support_read": not row.is_unread,
        "unread": row.unread,
        "last_activity": _moment(row.last_activity).isoformat(timespec="milliseconds"),
        "last_message": _last_message(row),
        "read_up_to": row.read_up_to,
        "status": row.status,
        "assignee": row.assignee,
        "tended": row.tended,
    }


def _last_message(row: Row) -> dict[str, Any] | None:
    if row.sent is None:
        return None
    return {
        "sender": row.sender,
        "message": row.body,
        "seq": row.last_seq,
        "sent_at": _moment(row.sent).isoformat(timespec="milliseconds"),
    }


def _moment(stored: str) -> datetime:
    return datetime.fromisoformat(stored).replace(tzinfo=UTC)
