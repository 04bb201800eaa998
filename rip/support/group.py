"""A group of drafts that is appended to its rooms' logs in one transaction, as SQL.

The numbers follow the rule of `core/changes.py`: they are taken under the lock of the room's row,
in the transaction that stores the messages. What differs is the shape: one statement locks all
rooms of the group, one stores all messages, one moves all counters, however many rooms there are.

For MySQL numbers are written into the statements: its drivers take longer to quote a value than the
database takes to store it. SQLite is given them as values, because it prepares a statement once if
its text stays the same. Texts are always values.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple, TypeAlias

from django.db import connection
from django.utils import timezone

from rip.core.errors import NotFound
from rip.support import protocol
from rip.support.drafts import Draft, Identity, Posted, Result

Statement: TypeAlias = tuple[str, list[Any]]


class Row(NamedTuple):
    """A message as it is stored; `created` as the database driver takes it."""

    room_id: int
    seq: int
    author_id: int
    body: str
    stored_id: str
    created: Any


class Group:
    """First `lock`, then `number` with what it gave, then, if there are `rows`, the rest.

    `results` are in the drafts' order: a draft of a room that is not there has failed; one whose
    identity is known, or comes twice in the group, gives the message as it was first stored.
    """

    def __init__(self, drafts: Sequence[Draft]) -> None:
        self.drafts = drafts
        self.rows: list[Row] = []
        self.results: list[Result] = []
        self._newest: dict[int, int] = {}
        self._newest_of_customer: dict[int, int] = {}
        self._now = timezone.now()
        self._numbers_inline = connection.vendor != "sqlite"
        self._stored_now = connection.ops.adapt_datetimefield_value(self._now)

    def lock(self) -> Statement:
        """Reads the newest number of each room and locks its row until the transaction ends.

        Rows are locked in the order of their numbers, so two groups never wait for each other in a
        circle. SQLite has one lock, which a writing transaction holds already.
        """
        values: list[Any] = []
        for_update = " FOR UPDATE" if connection.features.has_select_for_update else ""
        rooms = self._list({draft.room_id for draft in self.drafts}, values)
        return (
            "SELECT owner_id, last_seq FROM support_room"  # noqa: S608  (only numbers)
            f" WHERE owner_id IN ({rooms}) ORDER BY owner_id{for_update}"
        ), values

    def number(self, counters: Mapping[int, int], known: Mapping[Identity, Posted]) -> None:
        """Give each draft its number: the next one in its room."""
        seen = dict(known)
        for draft in self.drafts:
            last = self._newest.get(draft.room_id) or counters.get(draft.room_id)
            if last is None:
                self.results.append(NotFound())
            elif (stored := seen.get(draft.identity)) is not None:
                self.results.append(stored)
            else:
                seen[draft.identity] = self._take(draft, last + 1)

    def _take(self, draft: Draft, seq: int) -> Posted:
        room_id = draft.room_id
        self._newest[room_id] = seq
        if draft.author_id == room_id:
            self._newest_of_customer[room_id] = seq
        row = Row(room_id, seq, draft.author_id, draft.body, draft.stored_id, self._stored_now)
        self.rows.append(row)
        frame = encoded(draft.author.username, draft.body, seq, self._now, draft.client_message_id)
        self.results.append(Posted(room_id, seq, frame))
        return Posted(room_id, seq, frame, fresh=False)

    def insert(self) -> Statement:
        """Stores all messages at once."""
        if not self._numbers_inline:
            one = "(%s, %s, %s, %s, %s, %s)"
            values = [value for row in self.rows for value in row]
            return _INSERT + ", ".join([one] * len(self.rows)), values
        one = f"(%d, %d, %d, %%s, %%s, '{self._stored_now}')"
        return (
            _INSERT + ", ".join([one % row[:3] for row in self.rows]),
            [text for row in self.rows for text in (row.body, row.stored_id)],
        )

    def move(self) -> Statement:
        """Moves the rooms' counters to where they are now."""
        values: list[Any] = []
        sets = [f"last_seq = {self._case(self._newest, values)} END", "last_activity = %s"]
        values.append(self._stored_now)
        if self._newest_of_customer:
            case = self._case(self._newest_of_customer, values)
            sets.append(f"last_customer_seq = {case} ELSE last_customer_seq END")
        where = f"owner_id IN ({self._list(self._newest, values)})"
        update = f"UPDATE support_room SET {', '.join(sets)} WHERE {where}"  # noqa: S608  (numbers)
        return update, values

    def _case(self, numbers: Mapping[int, int], values: list[Any]) -> str:
        if self._numbers_inline:
            cases = "".join([f" WHEN {key:d} THEN {value:d}" for key, value in numbers.items()])
        else:
            cases = " WHEN %s THEN %s" * len(numbers)
            values += [number for pair in numbers.items() for number in pair]
        return f"CASE owner_id{cases}"

    def _list(self, numbers: Collection[int], values: list[Any]) -> str:
        in_order = sorted(numbers)
        if self._numbers_inline:
            return ", ".join([f"{number:d}" for number in in_order])
        values += in_order
        return ", ".join(["%s"] * len(in_order))


_INSERT = (
    "INSERT INTO support_message (room_id, seq, author_id, body, client_message_id, created)"
    " VALUES "
)


def encoded(
    sender: str, body: str, seq: int, sent_at: datetime, client_message_id: str | None
) -> str:
    """A message's frame."""
    return protocol.message_frame(
        sender=sender, body=body, seq=seq, sent_at=sent_at, client_message_id=client_message_id
    )
