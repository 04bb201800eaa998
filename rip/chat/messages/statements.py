"""A group of drafts that is appended to its rooms' logs in one transaction, as SQL.

One statement locks all rooms of the group and reads their numbers, one stores all messages, one
moves all counters, however many rooms there are.

For MySQL numbers are written into the statements: its drivers take longer to quote a value than the
database takes to store it. SQLite is given them as values, because it prepares a statement once if
its text stays the same. Texts are always values.
"""

import functools
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple, TypeAlias

import msgspec
from django.db import connection
from django.utils import timezone

from rip.chat.kinds import RoomKind
from rip.chat.messages.drafts import Draft, Identity, Posted, Result
from rip.chat.protocol import frames
from rip.core.errors import NotFound

Statement: TypeAlias = tuple[str, list[Any]]


class Row(NamedTuple):
    """A message as it is stored, by its columns; `created` as the database driver takes it."""

    room_id: int
    seq: int
    author_id: int
    body: str
    client_message_id: str
    created: Any


class Tables(NamedTuple):
    """A kind's tables in statements: the rooms, their key, the beginning of an insert."""

    rooms: str
    key: str
    insert: str


@functools.cache
def _tables_of(kind: RoomKind) -> Tables:
    rooms = kind.room_model._meta
    messages = kind.message_model._meta
    columns = ", ".join(Row._fields)
    insert = f"INSERT INTO {messages.db_table} ({columns}) VALUES "  # noqa: S608  (names of ours)
    return Tables(rooms.db_table, str(rooms.pk.column), insert)


class Group:
    """First `counters`, then `number` with what it gave, then, if there are `rows`, the rest.

    `results` are in the drafts' order: a draft of a room that is not there has failed; one whose
    identity is known, or comes twice in the group, gives the message as it was first stored.
    """

    def __init__(self, kind: RoomKind, drafts: Sequence[Draft]) -> None:
        self.drafts = drafts
        self._tables = _tables_of(kind)
        self._owner_side = kind.sides.owner
        self.room_ids = {draft.room_id for draft in drafts}
        self.rows: list[Row] = []
        self.results: list[Result] = []
        # The rooms' counters as they will be.
        self.newest: dict[int, int] = {}
        self._counters: Mapping[int, int] = {}
        self._newest_of_owner: dict[int, int] = {}
        self._count_of_owner: dict[int, int] = {}
        self._now = timezone.now()
        self._numbers_inline = connection.vendor != "sqlite"
        self._stored_now = connection.ops.adapt_datetimefield_value(self._now)

    def counters(self, room_ids: Collection[int], *, lock: bool) -> Statement:
        """Read the newest numbers of these rooms.

        With `lock` the rooms are locked until the transaction ends, in the order of their keys, so
        two groups never wait for each other in a circle. SQLite has one lock, which a writing
        transaction holds already; it returns one row, because every row is a chance to lose the
        interpreter to another thread.
        """
        values: list[Any] = []
        rooms, key, _ = self._tables
        where = f"FROM {rooms} WHERE {key} IN ({self._list(room_ids, values)})"
        if connection.vendor == "sqlite":
            return f"SELECT json_group_object({key}, last_seq) {where}", values
        for_update = " FOR UPDATE" if lock else ""
        return f"SELECT {key}, last_seq {where} ORDER BY {key}{for_update}", values

    @staticmethod
    def counters_in(rows: Sequence[Any]) -> dict[int, int]:
        """Return the numbers that `counters` has read, by room."""
        if connection.vendor == "sqlite":
            return _decode(rows[0][0])
        return dict(rows)

    def number(self, counters: Mapping[int, int], known: Mapping[Identity, Posted]) -> None:
        """Give each draft its number: the next one in its room."""
        self._counters = counters
        seen = dict(known)
        for draft in self.drafts:
            last = self.newest.get(draft.room_id) or counters.get(draft.room_id)
            if last is None:
                self.results.append(NotFound())
            elif (stored := seen.get(draft.identity)) is not None:
                self.results.append(msgspec.structs.replace(stored, fresh=False))
            else:
                seen[draft.identity] = self._take(draft, last + 1)

    def _take(self, draft: Draft, seq: int) -> Posted:
        room_id = draft.room_id
        self.newest[room_id] = seq
        if draft.side == self._owner_side:
            self._newest_of_owner[room_id] = seq
            self._count_of_owner[room_id] = self._count_of_owner.get(room_id, 0) + 1
        row = Row(room_id, seq, draft.author_id, draft.body, draft.stored_id, self._stored_now)
        self.rows.append(row)
        frame = encoded(draft.author.username, draft.body, seq, self._now, draft.client_message_id)
        posted = Posted(room_id, seq, frame)
        self.results.append(posted)
        return posted

    def insert(self) -> Statement:
        """Store all messages at once."""
        insert = self._tables.insert
        if not self._numbers_inline:
            one = "(%s, %s, %s, %s, %s, %s)"
            values = [value for row in self.rows for value in row]
            return insert + ", ".join([one] * len(self.rows)), values
        one = f"(%d, %d, %d, %%s, %%s, '{self._stored_now}')"
        return (
            insert + ", ".join([one % row[:3] for row in self.rows]),
            [text for row in self.rows for text in (row.body, row.client_message_id)],
        )

    def move(self, *, checked: bool = False) -> Statement:
        """Move the rooms' counters to where they are now; the owners' messages are unread.

        `checked`, which only MySQL can be asked for, makes the statement fail if a counter is not
        where `number` was told it was: a counter cannot be NULL. So counters that were not locked
        first are as good as locked ones.
        """
        if not self._numbers_inline:
            return self._move_by_values()
        rooms, key, _ = self._tables
        moves = [
            f" WHEN {room:d} THEN {self._moved(room, seq) if checked else seq}"
            for room, seq in self.newest.items()
        ]
        sets = [f"last_seq = CASE {key}{''.join(moves)} END", "last_activity = %s"]
        if self._newest_of_owner:
            cases = [f" WHEN {room:d} THEN {seq:d}" for room, seq in self._newest_of_owner.items()]
            sets.append(f"last_owner_seq = CASE {key}{''.join(cases)} ELSE last_owner_seq END")
            cases = [
                f" WHEN {room:d} THEN {count:d}" for room, count in self._count_of_owner.items()
            ]
            sets.append(f"unread = unread + CASE {key}{''.join(cases)} ELSE 0 END")
        where = f"{key} IN ({self._list(self.newest, [])})"
        update = f"UPDATE {rooms} SET {', '.join(sets)} WHERE {where}"  # noqa: S608  (numbers)
        return update, [self._stored_now]

    def _moved(self, room: int, seq: int) -> str:
        return f"IF(last_seq = {self._counters[room]:d}, {seq:d}, NULL)"

    def _move_by_values(self) -> Statement:
        values: list[Any] = [self._stored_now]
        for room_id, seq in self.newest.items():
            of_owner = self._newest_of_owner.get(room_id)
            values += [room_id, seq, of_owner, self._count_of_owner.get(room_id, 0)]
        moved = ", ".join(["(%s, %s, %s, %s)"] * len(self.newest))
        rooms, key, _ = self._tables
        return (
            f"UPDATE {rooms} SET last_seq = moved.column2, last_activity = %s,"  # noqa: S608
            " last_owner_seq = COALESCE(moved.column3, last_owner_seq),"
            " unread = unread + moved.column4"
            f" FROM (VALUES {moved}) AS moved WHERE {key} = moved.column1"
        ), values

    def _list(self, numbers: Collection[int], values: list[Any]) -> str:
        in_order = sorted(numbers)
        if self._numbers_inline:
            return ", ".join([f"{number:d}" for number in in_order])
        values += in_order
        return ", ".join(["%s"] * len(in_order))


def _cases(numbers: Mapping[int, int]) -> str:
    return "".join([f" WHEN {room:d} THEN {number:d}" for room, number in numbers.items()])


_decode = msgspec.json.Decoder(dict[int, int]).decode


def encoded(
    sender: str, body: str, seq: int, sent_at: datetime, client_message_id: str | None
) -> str:
    """A message's frame."""
    return frames.message_frame(
        sender=sender, body=body, seq=seq, sent_at=sent_at, client_message_id=client_message_id
    )
