"""However many rooms there are, the desk's queries read one index as far as they need to."""

import re
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

import pytest
from django.db import connection

from rip.accounts.models import User
from rip.core.http.cursors import write_cursor
from rip.support.models import Message, ReadMark, Room, Side, Status
from rip.support.rooms import statements
from rip.support.rooms.lists import MANY_NAMESAKES, NOBODY, RoomFilter, page_query, summaries_of
from rip.support.rooms.statements import Part, Statement

ROOM = Room._meta.db_table
COUNT = 3_000
BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
BY_DESK, BY_STATUS, BY_ASSIGNEE = (
    f"support_room_by_{order}" for order in ("desk", "status", "assignee")
)

PRIMARY = "sqlite_autoindex_support_room_1" if connection.vendor == "sqlite" else "PRIMARY"

Step = dict[str, Any]


@pytest.fixture
def operators(db: None) -> list[User]:
    """Rooms enough for MariaDB and MySQL to have a choice, and two operators who have some."""
    names = [f"customer{number}" for number in range(COUNT)]
    User.objects.bulk_create(User(username=name, username_key=name) for name in names)
    staff = [User.objects.create_user(name, is_staff=True) for name in ("olga", "ivan")]
    owners = list(User.objects.filter(is_staff=False).order_by("pk"))
    assigned = [*staff, None]
    Room.objects.bulk_create(
        Room(
            owner=owner,
            last_seq=3,
            last_owner_seq=3 if number % 3 else 2,
            unread=number % 4 and number % 3,
            decision=Status.DONE if number % 5 == 0 else "",
            decision_seq=9,
            assignee=assigned[number % 3],
        )
        for number, owner in enumerate(owners)
    )
    rooms = list(Room.objects.order_by("pk"))
    for number, room in enumerate(rooms):
        room.last_activity = BEGAN + timedelta(minutes=number * 7919 % COUNT)
    Room.objects.bulk_update(rooms, ["last_activity"], batch_size=300)
    ReadMark.objects.bulk_create(ReadMark(room_id=o.pk, side=Side.SUPPORT, seq=1) for o in owners)
    Message.objects.bulk_create(
        Message(room_id=owner.pk, seq=seq, author=owner, body="a", created=BEGAN)
        for owner in owners
        for seq in (1, 2, 3)
    )
    return staff


def steps(statement: Statement) -> list[Step]:
    how = "QUERY PLAN" if connection.vendor == "sqlite" else "FORMAT=TRADITIONAL"
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {how} {statement.sql}", statement.values)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def indexes(statement: Statement) -> set[str]:
    """The indexes that rooms are found by; all beside them is found by its key."""
    plan = steps(statement)
    if connection.vendor != "sqlite":
        found = [step for step in plan if step["table"] and not step["table"].startswith("<")]
        beside = [step for step in found if step["table"] != ROOM]
        assert all(step["type"] in ("eq_ref", "const") for step in beside), plan
        return {str(step["key"]) for step in found if step["table"] == ROOM}
    details = [step["detail"] for step in plan]
    scans = [one for one in details if one.startswith("SCAN") and ROOM not in one]
    # Nothing but what has been found before.
    assert all(re.match(r"SCAN (room|parts?\d*)\b", one) for one in scans), plan
    return {one.partition("INDEX ")[2].partition(" ")[0] for one in details if ROOM in one}


def walks(statement: Statement) -> set[str]:
    """The indexes that rooms are found by, each in the order it has them in."""
    plan = steps(statement)
    if connection.vendor != "sqlite":
        assert not [one for one in plan if one["table"] == ROOM and "filesort" in str(one["Extra"])]
    else:
        parts = {step["parent"] for step in plan if ROOM in step["detail"]}
        sorts = [one for one in plan if one["detail"].startswith("USE TEMP B-TREE")]
        assert not [one for one in sorts if one["parent"] in parts], plan
    return indexes(statement)


def page(user: User, wanted: RoomFilter, after: list[Any] | None = None) -> Statement:
    cursor = write_cursor("rooms", after) if after is not None else None
    return page_query(user=user, limit=50, cursor=cursor, wanted=wanted).statement


AMONG_UNREAD = [False, (BEGAN + timedelta(minutes=1_500)).isoformat(), 5]
AMONG_READ = [True, (BEGAN + timedelta(minutes=1_500)).isoformat(), 5]


@pytest.mark.parametrize("after", [None, AMONG_UNREAD, AMONG_READ], ids=["first", "unread", "read"])
def test_a_page_is_read_in_the_order_of_an_index(
    operators: list[User], after: list[Any] | None
) -> None:
    staff, other = operators
    for assignee, status, unread in product(
        (None, other.pk, NOBODY), (None, *Status.values), (False, True)
    ):
        found = walks(page(staff, RoomFilter("", status, assignee, unread), after))
        index = BY_DESK if status is None else BY_STATUS
        index = index if assignee is None else BY_ASSIGNEE
        # Behind a room that was read there is no unread one to look for.
        none = unread and after is AMONG_READ and connection.vendor != "sqlite"
        assert found == (set() if none else {index}), (assignee, status, unread)


def test_a_customers_own_room_is_found_by_its_key(operators: list[User]) -> None:
    owner = Room.objects.earliest("pk").owner
    for after in (None, AMONG_READ):
        assert indexes(page(owner, RoomFilter(), after)) == {PRIMARY}


def test_few_namesakes_are_found_by_their_name(operators: list[User]) -> None:
    """Their rooms are sorted; no others are read."""
    for search in ("customer1234", str(Room.objects.earliest("pk").pk)):
        assert indexes(page(operators[0], RoomFilter(search))) == {PRIMARY}


def test_many_namesakes_are_looked_for_in_the_order_of_the_desk(operators: list[User]) -> None:
    assert MANY_NAMESAKES < COUNT
    assert walks(page(operators[0], RoomFilter("customer"))) == {BY_DESK}


def test_the_list_of_every_room_reads_nothing_but_one_index(operators: list[User]) -> None:
    [step] = steps(statements.rooms_in_order())
    if connection.vendor == "sqlite":
        assert step["detail"] == f"SCAN support_room USING INDEX {BY_DESK}"
    else:
        assert step["key"] == BY_DESK
        assert "Using index" in step["Extra"]
        assert "filesort" not in step["Extra"]


def test_counting_reads_nothing_but_one_index(operators: list[User]) -> None:
    [step] = steps(statements.rooms_by_state())
    if connection.vendor == "sqlite":
        assert step["detail"] == f"SCAN support_room USING INDEX {BY_ASSIGNEE}"
    else:
        assert step["key"] == BY_ASSIGNEE
        assert "Using index" in step["Extra"]
        assert "temporary" not in step["Extra"]


def test_rooms_that_were_touched_are_found_by_their_keys(operators: list[User]) -> None:
    ids = list(Room.objects.values_list("pk", flat=True)[:100])
    assert len(summaries_of(room_ids=ids)) == 100
    touched = statements.rooms_select(
        [Part((statements.of_rooms(ids),), statements.BY_KEY)], limit=100
    )
    assert indexes(touched) == {PRIMARY}
