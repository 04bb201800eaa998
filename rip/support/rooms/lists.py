"""Rooms as they are listed: the customer, the last message, the number of unread ones."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any, Final

from django.db.models import Count, F, Q

from rip.accounts.models import User
from rip.core.http.cursors import Page, read_cursor, write_cursor
from rip.support.models import Message, Room, RoomQuerySet

PREVIEW: Final = 200
LONGEST_SEARCH: Final = 100
NOBODY: Final = 0


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

    def of(self, rooms: RoomQuerySet) -> RoomQuerySet:
        if self.search:
            rooms = rooms.filter(_named(self.search[:LONGEST_SEARCH]))
        if self.status is not None:
            rooms = rooms.filter(Q(status=self.status))
        if self.assignee is not None:
            rooms = rooms.filter(assignee=self.assignee or None)
        return rooms.filter(Q(support_read=False)) if self.unread else rooms


ALL: Final = RoomFilter()


def rooms_page(
    *, user: User, limit: int, cursor: str | None = None, wanted: RoomFilter = ALL
) -> Page:
    """A page of the rooms `user` may see: unread ones first, then the newest activity.

    Raises BadInput for a cursor this call did not give.
    """
    found = wanted.of(Room.objects.visible_to(user).for_the_desk())
    if cursor is not None:
        found = found.filter(_after(read_cursor("rooms", cursor)))
    rooms = list(found[: limit + 1])
    more = len(rooms) > limit
    rooms = rooms[:limit]
    following = None
    if more:
        last = rooms[-1]
        sort_key = [last.support_read, last.last_activity.isoformat(), last.pk]
        following = write_cursor("rooms", sort_key)
    return Page(_summaries(rooms), following)


def summaries_of(*, room_ids: Collection[int]) -> list[dict[str, Any]]:
    return _summaries(Room.objects.for_the_desk().filter(pk__in=room_ids))


def _named(search: str) -> Q:
    by_name = Q(owner__username__istartswith=search)
    if search.isascii() and search.isdigit() and len(search) < 19:
        return by_name | Q(pk=int(search))
    return by_name


def _after(sort_key: list[Any]) -> Q:
    support_read, activity, pk = sort_key
    at = datetime.fromisoformat(activity)
    older = Q(last_activity__lt=at) | Q(last_activity=at, pk__lt=pk)
    same_group = Q(support_read=support_read) & older
    return same_group if support_read else same_group | Q(support_read=True)


def _summaries(found: Iterable[Room]) -> list[dict[str, Any]]:
    rooms = list(found)
    last = _last_messages(rooms)
    unread = _unread_counts([room for room in rooms if not room.support_read])
    return [
        {
            "room": room.pk,
            "customer": room.owner.username,
            "last_seq": room.last_seq,
            "support_read": room.support_read,
            "unread": unread.get(room.pk, 0),
            "last_activity": room.last_activity.isoformat(timespec="milliseconds"),
            "last_message": last.get(room.pk),
            "read_up_to": room.support_mark,
            "status": room.status,
            "assignee": room.assignee.username if room.assignee else None,
            "tended": room.tended,
        }
        for room in rooms
    ]


def _last_messages(rooms: Iterable[Room]) -> dict[int, dict[str, Any]]:
    ends = [Q(room=room.pk, seq=room.last_seq) for room in rooms if room.last_seq]
    if not ends:
        return {}
    found = Message.objects.filter(reduce(or_, ends)).select_related("author")
    return {
        message.room_id: {
            "sender": message.author.username,
            "message": message.body[:PREVIEW],
            "seq": message.seq,
            "sent_at": message.created.isoformat(timespec="milliseconds"),
        }
        for message in found
    }


def _unread_counts(rooms: Iterable[Room]) -> dict[int, int]:
    """Count the customer's messages that support has not read, in rooms that have such."""
    beyond = [Q(room=room.pk, seq__gt=room.support_mark) for room in rooms]
    if not beyond:
        return {}
    from_customers = Message.objects.filter(reduce(or_, beyond), author=F("room__owner"))
    counted = from_customers.values("room").annotate(count=Count("pk")).order_by()
    return {row["room"]: row["count"] for row in counted}
