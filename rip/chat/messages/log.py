"""Each room's numbered log of messages: appending groups of drafts, and reading on from a number.

`statements.py` says how a group is appended.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db import IntegrityError, InterfaceError, OperationalError, connection, transaction
from django.db.models import Q

from rip.accounts.models import User
from rip.chat.kinds import RoomKind
from rip.chat.messages.drafts import Draft, Identity, Posted, Result
from rip.chat.messages.statements import Group, encoded
from rip.chat.models import MessageBase


def messages_post(
    *, kind: RoomKind, drafts: Sequence[Draft], retrying: bool = False
) -> list[Result]:
    """Store drafts of any rooms of a kind in one transaction; the results are in the drafts' order.

    A draft whose identity is stored already, or comes twice in the group, gives the message as it
    was first stored. If the transaction fails because of what is in it, each draft is tried alone,
    so that one bad message cannot take its neighbours with it; its result is then the exception.

    Raises OperationalError or InterfaceError when the database failed. Nothing may have been
    stored, or everything: try again with `retrying`, which looks for what an earlier try stored.
    """
    try:
        with transaction.atomic(durable=True):
            return messages_append(kind, drafts, look_first=retrying).results
    except (OperationalError, InterfaceError):
        raise
    except IntegrityError as error:
        # Most often a retry: the client sent again what is stored already.
        if not retrying:
            return messages_post(kind=kind, drafts=drafts, retrying=True)
        return _each_alone(kind, drafts, error)
    except Exception as error:  # noqa: BLE001  (handed to the sender of the draft)
        return _each_alone(kind, drafts, error)


def _each_alone(kind: RoomKind, drafts: Sequence[Draft], error: Exception) -> list[Result]:
    if len(drafts) == 1:
        return [error]
    return [
        result
        for draft in drafts
        for result in messages_post(kind=kind, drafts=[draft], retrying=True)
    ]


def messages_append(kind: RoomKind, drafts: Sequence[Draft], *, look_first: bool) -> Group:
    """Append the drafts within a transaction of the caller's. With `look_first`, those that an
    earlier try has stored are found and not appended again."""
    group = Group(kind, drafts)
    with connection.cursor() as cursor:
        cursor.execute(*group.counters(group.room_ids, lock=True))
        found = group.counters_in(cursor.fetchall())
        group.number(found, _stored_before(kind, drafts) if look_first else {})
        if group.rows:
            cursor.execute(*group.move())
            cursor.execute(*group.insert())
    return group


def _stored_before(kind: RoomKind, drafts: Iterable[Draft]) -> dict[Identity, Posted]:
    """Return what an earlier try of these drafts has stored."""
    wanted = {draft.identity for draft in drafts}
    found = kind.message_model.objects.filter(
        Q(room__in={room for room, _, _ in wanted}),
        author__in={author for _, author, _ in wanted},
        client_message_id__in={stored_id for _, _, stored_id in wanted},
    ).select_related("author")
    return {
        identity: _posted(message)
        for message in found
        if (identity := (message.room_id, message.author_id, message.client_message_id or ""))
        in wanted
    }


def _posted(message: MessageBase) -> Posted:
    return Posted(message.room_id, message.seq, frame_of(message), fresh=False)


def frame_of(message: MessageBase) -> str:
    """Return a stored message as the room's members get it."""
    given = _given(message.client_message_id)
    return encoded(message.author.username, message.body, message.seq, message.created, given)


def _given(stored_id: str | None) -> str | None:
    """The identity that the client gave a message, if it did."""
    return stored_id if stored_id and not stored_id.startswith(" ") else None


def frames_page(
    *, kind: RoomKind, room_id: int, before: int | None, after: int | None, limit: int
) -> list[str]:
    """Return stored messages around a number, in order, as the room's members got them."""
    columns = ("author_id", "body", "seq", "created", "client_message_id")
    # The authors are read beside them, as `in_room` says, but rows need no models.
    messages = kind.message_model.objects.in_room(room_id).prefetch_related(None)
    found: Any = messages.values_list(*columns)
    rows = found.page(before=before, after=after, limit=limit)
    authors = User.objects.filter(pk__in={row[0] for row in rows})
    names = dict(authors.values_list("pk", "username"))
    return [
        encoded(names[author_id], body, seq, created, _given(stored_id))
        for author_id, body, seq, created, stored_id in rows
    ]


def messages_after(*, kind: RoomKind, room_id: int, seq: int, count: int) -> list[Posted]:
    """Return the next `count` messages of a room after number `seq`, oldest first."""
    messages = kind.message_model.objects.in_room(room_id)
    return [_posted(one) for one in messages.page(before=None, after=seq, limit=count)]


def rooms_newest(*, kind: RoomKind, room_ids: Collection[int]) -> dict[int, int]:
    """Return the newest number of each of these rooms."""
    rooms = kind.room_model._default_manager.filter(pk__in=room_ids)
    return dict(rooms.values_list("pk", "last_seq"))
