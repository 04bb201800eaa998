"""Every message gets the next number of its room, whoever writes at the same time."""

import json
from functools import partial

import pytest

from rip.accounts.models import User
from rip.chat.messages.drafts import Draft, Posted
from rip.chat.messages.log import messages_after, messages_post
from rip.support.kind import SUPPORT
from rip.support.models import Message, Room
from rip.support.rooms.rooms import room_open
from tests.chat.rooms import at_once, numbers_in, post, read_back, written

pytestmark = pytest.mark.django_db


def test_numbers_begin_with_one_and_go_up_by_one(owner: User, room: Room) -> None:
    assert [post(room, owner).seq for _ in range(3)] == [1, 2, 3]


def test_each_room_counts_for_itself(owner: User, stranger: User, room: Room) -> None:
    other = room_open(owner=stranger)
    assert [post(room, owner).seq, post(other, stranger).seq, post(room, owner).seq] == [1, 1, 2]


def test_the_drafts_of_a_batch_are_numbered_in_their_order(
    owner: User, stranger: User, room: Room
) -> None:
    other = room_open(owner=stranger)
    drafts = [
        written(one.pk, author, str(number))
        for number in range(20)
        for one, author in ((room, owner), (other, stranger))
    ]
    results = messages_post(kind=SUPPORT, drafts=drafts)
    for draft, result in zip(drafts, results, strict=True):
        assert isinstance(result, Posted)
        assert (result.room_id, result.seq) == (draft.room_id, int(draft.body) + 1)
        assert json.loads(result.frame)["message"] == draft.body


def test_an_empty_batch_is_no_work() -> None:
    assert messages_post(kind=SUPPORT, drafts=[]) == []


def test_the_room_knows_its_newest_number_and_its_customers(
    owner: User, operator: User, room: Room
) -> None:
    post(room, owner)
    post(room, operator)
    room.refresh_from_db()
    assert (room.last_seq, room.last_owner_seq) == (2, 1)


@pytest.mark.parametrize(
    "body", ["😺 кот — ё\u0301", "a\n\tb\r\n", "x" * 4000, "щ" * 4000, "\u2028"]
)
def test_what_was_written_is_what_is_read(owner: User, room: Room, body: str) -> None:
    posted = post(room, owner, body)
    assert messages_after(kind=SUPPORT, room_id=room.pk, seq=0, count=1) == [read_back(posted)]
    assert json.loads(posted.frame)["message"] == body


def test_messages_after_a_number_are_the_next_ones_in_order(owner: User, room: Room) -> None:
    posted = [post(room, owner, str(number)) for number in range(7)]
    assert messages_after(kind=SUPPORT, room_id=room.pk, seq=2, count=3) == [
        read_back(one) for one in posted[2:5]
    ]
    assert messages_after(kind=SUPPORT, room_id=room.pk, seq=7, count=3) == []


@pytest.mark.django_db(transaction=True)
def test_writers_at_the_same_time_leave_no_gap_and_no_repeat(
    owner: User, operator: User, room: Room
) -> None:
    def write(author: User) -> list[int]:
        return [post(room, author, author.username).seq for _ in range(20)]

    taken = at_once(*[partial(write, author) for author in (owner, operator) * 4])
    assert numbers_in(room) == list(range(1, 161))
    assert sorted(number for numbers in taken for number in numbers) == list(range(1, 161))
    assert all(numbers == sorted(numbers) for numbers in taken)


@pytest.mark.django_db(transaction=True)
def test_batches_over_the_same_rooms_in_any_order_do_not_block_each_other(
    owner: User, stranger: User, room: Room
) -> None:
    rooms = [room, room_open(owner=stranger)]

    def drafts(order: int) -> list[Draft]:
        return [written(one.pk, owner, "a") for one in rooms[::order] for _ in range(5)]

    def write(order: int) -> list[Posted | Exception]:
        return [
            result
            for _ in range(10)
            for result in messages_post(kind=SUPPORT, drafts=drafts(order))
        ]

    results = at_once(*[partial(write, order) for order in (1, -1) * 3])
    assert all(isinstance(result, Posted) for batch in results for result in batch)
    assert Message.objects.count() == 600
    assert numbers_in(rooms[0]) == numbers_in(rooms[1]) == list(range(1, 301))
