"""Each room's numbered log of messages: appending groups of drafts, and reading on from a number.

`group.py` says how a group is appended.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import IntegrityError, InterfaceError, OperationalError, connection, transaction

from rip.chat.messages.counters import Counters
from rip.chat.messages.drafts import Draft, Identity, Posted, Result
from rip.chat.messages.statements import Group, encoded
from rip.support.models import Message


def messages_post(
    *, drafts: Sequence[Draft], retrying: bool = False, counters: Counters | None = None
) -> list[Result]:
    """Store drafts of any rooms in one transaction; the results are in the drafts' order.

    A draft whose identity is stored already, or comes twice in the group, gives the message as it
    was first stored. If the transaction fails because of what is in it, each draft is tried alone,
    so that one bad message cannot take its neighbours with it; its result is then the exception.

    On SQLite, what `counters` remembers need not be asked for; elsewhere it is not looked at.

    Raises OperationalError or InterfaceError when the database failed. Nothing may have been
    stored, or everything: try again with `retrying`, which looks for what an earlier try stored.
    """
    if connection.vendor != "sqlite":
        counters = None
    try:
        with transaction.atomic(durable=True):
            group = _append(drafts, None if retrying else counters, look_first=retrying)
    except (OperationalError, InterfaceError):
        raise
    except IntegrityError as error:
        # Most often a retry: the client sent again what is stored already.
        if not retrying:
            return messages_post(drafts=drafts, retrying=True, counters=counters)
        return _each_alone(drafts, error)
    except Exception as error:  # noqa: BLE001  (handed to the sender of the draft)
        return _each_alone(drafts, error)
    if counters is not None:
        counters.keep(group.newest)
    return group.results


def _each_alone(drafts: Sequence[Draft], error: Exception) -> list[Result]:
    if len(drafts) == 1:
        return [error]
    return [result for draft in drafts for result in messages_post(drafts=[draft], retrying=True)]


def _append(drafts: Sequence[Draft], counters: Counters | None, *, look_first: bool) -> Group:
    group = Group(drafts)
    with connection.cursor() as cursor:
        found = _take_remembered(counters, group, cursor) if counters is not None else {}
        if unknown := group.room_ids - found.keys():
            cursor.execute(*group.counters(unknown, lock=True))
            found.update(group.counters_in(cursor.fetchall()))
        group.number(found, _stored_before(drafts) if look_first else {})
        if group.rows:
            cursor.execute(*group.move(checked=counters is not None))
            if counters is not None and cursor.rowcount != len(group.newest):
                raise IntegrityError("A room's counter is not where this process has left it.")
            cursor.execute(*group.insert())
    return group


def _take_remembered(counters: Counters, group: Group, cursor: Any) -> dict[int, int]:
    """Nothing if anybody else has written since this connection last looked."""
    cursor.execute("PRAGMA data_version")
    counters.be_of(cursor.fetchone()[0])
    return counters.take(group.room_ids)


def _stored_before(drafts: Iterable[Draft]) -> dict[Identity, Posted]:
    """What an earlier try of these drafts has stored."""
    wanted = {draft.identity for draft in drafts}
    found = Message.objects.filter(
        room__in={room for room, _, _ in wanted},
        author__in={author for _, author, _ in wanted},
        client_message_id__in={stored_id for _, _, stored_id in wanted},
    ).select_related("author")
    return {
        identity: _posted(message)
        for message in found
        if (identity := (message.room_id, message.author_id, message.client_message_id or ""))
        in wanted
    }


def _posted(message: Message) -> Posted:
    return Posted(message.room_id, message.seq, frame_of(message), fresh=False)


def frame_of(message: Message) -> str:
    """A stored message as the room's members get it."""
    stored_id = message.client_message_id
    given = stored_id if stored_id and not stored_id.startswith(" ") else None
    return encoded(message.author.username, message.body, message.seq, message.created, given)


def messages_after(*, room_id: int, seq: int, count: int) -> list[Posted]:
    """The next `count` messages of a room after number `seq`, oldest first."""
    following = Message.objects.in_room(room_id).filter(seq__gt=seq).order_by("seq")[:count]
    return [_posted(message) for message in following]
