"""Each room's numbered log of messages, and how a group of drafts is appended to many at once.

The numbers follow the rule of `core/changes.py`: they are taken under the lock of the room's row,
in the transaction that stores the messages. What differs is the shape: one statement locks all
rooms of the group, one stores all messages, one moves all counters, however many rooms there are.
"""

import secrets
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeAlias

import msgspec
from django.db import IntegrityError, InterfaceError, OperationalError, connection, transaction
from django.utils import timezone

from rip.accounts.models import User
from rip.core.errors import NotFound
from rip.support import protocol
from rip.support.models import Message


def _own_id() -> str:
    # The space keeps it apart from every id a client may choose.
    return f" {secrets.token_hex(12)}"


@dataclass(frozen=True, slots=True)
class Draft:
    """A message on its way to be stored. Rights were checked by the door.

    `stored_id` makes it one message however often storing it is tried: the id its client gave, or
    one of its own.
    """

    room_id: int
    author: User
    body: str
    client_message_id: str | None = None
    stored_id: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "stored_id", self.client_message_id or _own_id())

    @property
    def identity(self) -> "Identity":
        return self.room_id, self.author.pk, self.stored_id


Identity: TypeAlias = tuple[int, int, str]


class Posted(msgspec.Struct, frozen=True, array_like=True):
    """A stored message, encoded once for everyone. `fresh` is False for a repeated draft."""

    room_id: int
    seq: int
    frame: str
    fresh: bool = True


Result: TypeAlias = Posted | Exception


def messages_post(*, drafts: Sequence[Draft], retrying: bool = False) -> list[Result]:
    """Store drafts of any rooms in one transaction; the results are in the drafts' order.

    A draft whose identity is stored already, or comes twice in the group, gives the message as it
    was first stored. If the transaction fails because of what is in it, each draft is tried alone,
    so that one bad message cannot take its neighbours with it; its result is then the exception.

    Raises OperationalError or InterfaceError when the database failed. Nothing may have been
    stored, or everything: try again with `retrying`, which looks for what an earlier try stored.
    """
    try:
        with transaction.atomic(durable=True):
            return _append(drafts, look_first=retrying)
    except (OperationalError, InterfaceError):
        raise
    except IntegrityError as error:
        # Most often a retry: the client sent again what is stored already.
        if not retrying:
            return messages_post(drafts=drafts, retrying=True)
        return _each_alone(drafts, error)
    except Exception as error:  # noqa: BLE001  (handed to the sender of the draft)
        return _each_alone(drafts, error)


def _each_alone(drafts: Sequence[Draft], error: Exception) -> list[Result]:
    if len(drafts) == 1:
        return [error]
    return [result for draft in drafts for result in messages_post(drafts=[draft], retrying=True)]


def _append(drafts: Sequence[Draft], *, look_first: bool) -> list[Result]:
    counters = _lock_rooms({draft.room_id for draft in drafts})
    known: dict[Identity, Posted] = _stored_before(drafts) if look_first else {}
    now = timezone.now()
    stored_now = connection.ops.adapt_datetimefield_value(now)
    rows: list[Row] = []
    last_customer: dict[int, int] = {}
    results: list[Result] = []
    for draft in drafts:
        if draft.room_id not in counters:
            results.append(NotFound())
            continue
        identity = draft.identity
        if (stored := known.get(identity)) is not None:
            results.append(stored)
            continue
        counters[draft.room_id] = seq = counters[draft.room_id] + 1
        if draft.author.pk == draft.room_id:
            last_customer[draft.room_id] = seq
        rows.append((draft.room_id, seq, draft.author.pk, draft.body, draft.stored_id, stored_now))
        frame = _frame(draft.author.username, draft.body, seq, now, draft.client_message_id)
        results.append(Posted(draft.room_id, seq, frame))
        known[identity] = Posted(draft.room_id, seq, frame, fresh=False)
    if rows:
        _insert(rows)
        _move_counters({row[0]: counters[row[0]] for row in rows}, last_customer, stored_now)
    return results


# Room, number, author, body, stored id, and the time as the database driver takes it.
Row: TypeAlias = tuple[int, int, int, str, str, Any]


def _lock_rooms(room_ids: Collection[int]) -> dict[int, int]:
    """The newest number of each room, its row locked until the transaction ends.

    Rows are locked in the order of their numbers, so two groups never wait for each other in a
    circle. SQLite has one lock, which this transaction holds already.
    """
    for_update = " FOR UPDATE" if connection.features.has_select_for_update else ""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT owner_id, last_seq FROM support_room"  # noqa: S608  (only placeholders)
            f" WHERE owner_id IN ({_marks(len(room_ids))}) ORDER BY owner_id{for_update}",
            sorted(room_ids),
        )
        return dict(cursor.fetchall())


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


def _insert(rows: Sequence[Row]) -> None:
    one = f"({_marks(6)})"
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO support_message"  # noqa: S608  (only placeholders)
            " (room_id, seq, author_id, body, client_message_id, created)"
            f" VALUES {', '.join([one] * len(rows))}",
            [value for row in rows for value in row],
        )


def _move_counters(newest: dict[int, int], last_customer: dict[int, int], now: Any) -> None:
    sets = [f"last_seq = {_case(newest)}", "last_activity = %s"]
    values: list[Any] = [*_flat(newest), now]
    if last_customer:
        sets.append(f"last_customer_seq = {_case(last_customer)} ELSE last_customer_seq END")
        values += _flat(last_customer)
    sets[0] += " END"
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE support_room SET {', '.join(sets)}"  # noqa: S608  (only placeholders)
            f" WHERE owner_id IN ({_marks(len(newest))})",
            [*values, *newest],
        )


def _case(numbers: dict[int, int]) -> str:
    return "CASE owner_id" + " WHEN %s THEN %s" * len(numbers)


def _flat(numbers: dict[int, int]) -> list[int]:
    return [value for pair in numbers.items() for value in pair]


def _marks(count: int) -> str:
    return ", ".join(["%s"] * count)


def _posted(message: Message) -> Posted:
    return Posted(message.room_id, message.seq, frame_of(message), fresh=False)


def frame_of(message: Message) -> str:
    """A stored message as the room's members get it."""
    stored_id = message.client_message_id
    given = stored_id if stored_id and not stored_id.startswith(" ") else None
    return _frame(message.author.username, message.body, message.seq, message.created, given)


def _frame(
    sender: str, body: str, seq: int, sent_at: datetime, client_message_id: str | None
) -> str:
    return protocol.message_frame(
        sender=sender, body=body, seq=seq, sent_at=sent_at, client_message_id=client_message_id
    )


def messages_after(*, room_id: int, seq: int, count: int) -> list[Posted]:
    """The next `count` messages of a room after number `seq`, oldest first."""
    following = Message.objects.in_room(room_id).filter(seq__gt=seq).order_by("seq")[:count]
    return [_posted(message) for message in following]
