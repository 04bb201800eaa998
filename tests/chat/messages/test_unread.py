"""A room counts its owner's messages that the other side has not read, whatever happens at once."""

import asyncio
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rip.accounts.models import User
from rip.chat.messages.drafts import Posted
from rip.chat.messages.log import messages_post
from rip.chat.messages.queue import MessageQueue
from rip.chat.messages.read_marks import read_marks_advance
from rip.support.kind import SUPPORT
from rip.support.models import Message, ReadMark, Room, Side
from rip.support.rooms.rooms import room_open
from tests.chat.letters import models as letters
from tests.chat.letters.kind import LETTERS
from tests.chat.rooms import at_once, post, written

pytestmark = pytest.mark.django_db


def mark(room: Room, seq: int, side: Side = Side.SUPPORT) -> None:
    read_marks_advance(kind=SUPPORT, marks={(room.pk, side.value): seq})


def kept(room: Room) -> tuple[int, bool]:
    room.refresh_from_db()
    return room.unread, room.is_unread


def counted(room: Room) -> tuple[int, bool]:
    """The kept values, as they would be counted."""
    read = ReadMark.objects.filter(room=room, side=Side.SUPPORT).values_list("seq", flat=True)
    behind = Message.objects.filter(room=room, author=room.owner, seq__gt=max(read, default=0))
    return behind.count(), behind.exists()


def test_a_new_room_has_nothing_unread(room: Room) -> None:
    assert kept(room) == (0, False)


def test_each_message_of_the_owner_is_unread_and_no_other(
    owner: User, operator: User, room: Room
) -> None:
    for author, unread in ((owner, 1), (operator, 1), (owner, 2), (owner, 3), (operator, 3)):
        post(room, author)
        assert kept(room) == counted(room) == (unread, True)


def test_a_group_counts_what_is_new_in_it(
    owner: User, stranger: User, operator: User, room: Room
) -> None:
    other = room_open(owner=stranger)
    post(room, owner, client_id="id-1")
    drafts = [
        written(room.pk, owner, client_id="id-1"),
        written(room.pk, owner, client_id="id-2"),
        written(room.pk, owner, client_id="id-2"),
        written(room.pk, operator),
        written(other.pk, operator),
        written(999_999_999, owner),
    ]
    messages_post(kind=SUPPORT, drafts=drafts)
    assert kept(room) == counted(room) == (2, True)
    assert kept(other) == counted(other) == (0, False)


def test_a_mark_takes_off_what_it_passes(owner: User, operator: User, room: Room) -> None:
    for author in (owner, operator, owner, owner, operator, owner):
        post(room, author)
    for seq, unread in ((1, 3), (2, 3), (3, 2), (3, 2), (1, 2), (5, 1), (6, 0)):
        mark(room, seq)
        assert kept(room) == counted(room) == (unread, unread > 0)


def test_the_owners_own_mark_takes_nothing_off(owner: User, room: Room) -> None:
    post(room, owner)
    mark(room, 1, Side.CUSTOMER)
    assert kept(room) == (1, True)


def test_marks_of_many_rooms_take_off_each_its_own(
    owner: User, stranger: User, operator: User, room: Room
) -> None:
    other, third = room_open(owner=stranger), room_open(owner=operator)
    for one, count in ((room, 3), (other, 5), (third, 2)):
        for _ in range(count):
            post(one, one.owner)
    support, customer = Side.SUPPORT.value, Side.CUSTOMER.value
    read_marks_advance(
        kind=SUPPORT,
        marks={(room.pk, support): 1, (other.pk, support): 5, (third.pk, customer): 2},
    )
    assert [kept(one)[0] for one in (room, other, third)] == [2, 0, 2]


def test_a_mark_that_reaches_the_newest_leaves_nothing_whatever_was_counted(
    owner: User, room: Room
) -> None:
    post(room, owner)
    Room.objects.update(unread=7)
    mark(room, 1)
    assert kept(room) == (0, False)


def test_a_mark_takes_off_no_more_than_there_is(owner: User, room: Room) -> None:
    for _ in range(5):
        post(room, owner)
    Room.objects.update(unread=1)
    mark(room, 3)
    assert kept(room) == (0, False)


def test_a_mark_looks_at_no_messages_but_those_it_passes(
    owner: User, operator: User, room: Room
) -> None:
    """One that reaches the newest message looks at none."""
    for _ in range(4):
        post(room, owner)
    table = Message._meta.db_table
    with CaptureQueriesContext(connection) as some:
        mark(room, 2)
    with CaptureQueriesContext(connection) as none:
        mark(room, 4)
    [counting] = [one["sql"] for one in some if f"FROM {table}" in one["sql"]]
    assert f"(room_id = {room.pk} AND seq > 0 AND seq <= 2)" in counting
    assert not [one["sql"] for one in none if table in one["sql"]]


def test_the_owner_of_a_room_of_another_kind_is_found(owner: User, stranger: User) -> None:
    room = letters.Room.objects.create(writer=owner, reader=stranger, subject="cats")
    sides = LETTERS.sides
    for _ in range(3):
        draft = written(room.pk, owner)
        draft.side = sides.owner
        messages_post(kind=LETTERS, drafts=[draft])
    read_marks_advance(kind=LETTERS, marks={(room.pk, sides.others): 2})
    room.refresh_from_db()
    assert room.unread == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_attempt", range(3))
def test_messages_and_marks_at_once_leave_the_exact_number(
    owner: User, stranger: User, operator: User, room: Room, _attempt: int
) -> None:
    rooms = [room, room_open(owner=stranger)]

    def write(author: User | None) -> None:
        for _ in range(15):
            drafts = [written(one.pk, author or one.owner) for one in rooms]
            for result in messages_post(kind=SUPPORT, drafts=drafts):
                assert isinstance(result, Posted), result

    def read(behind: int) -> None:
        for _ in range(15):
            newest = dict(Room.objects.values_list("pk", "last_seq"))
            marks = {(one, Side.SUPPORT.value): seq - behind for one, seq in newest.items()}
            read_marks_advance(kind=SUPPORT, marks={key: seq for key, seq in marks.items() if seq})

    writing = [partial(write, author) for author in (None, None, operator)]
    reading = [partial(read, behind) for behind in (0, 1, 3)]
    at_once(*writing, *reading)
    assert [kept(one) for one in rooms] == [counted(one) for one in rooms]


@pytest.mark.django_db(transaction=True)
def test_the_queue_counts_as_a_database_thread_does(
    owner: User, operator: User, room: Room
) -> None:
    async def scenario() -> None:
        queue = MessageQueue(SUPPORT, lambda posted: None)
        queue.start()
        authors = (owner, operator, owner) * 5
        await asyncio.gather(*[queue.post(written(room.pk, author)) for author in authors])
        await queue.stop()

    asyncio.run(scenario())
    assert kept(room) == counted(room) == (10, True)
