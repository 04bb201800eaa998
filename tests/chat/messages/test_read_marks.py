"""Read marks only move forward; from them follows what support has read."""

from functools import partial

import pytest

from rip.accounts.models import User
from rip.chat.messages import read_marks
from rip.chat.messages.read_marks import read_marks_advance, read_marks_of
from rip.support.kind import SUPPORT
from rip.support.models import ReadMark, Room, Side
from rip.support.rooms.rooms import room_open
from tests.chat.rooms import at_once, post

pytestmark = pytest.mark.django_db


def mark(room: Room, side: Side, seq: int) -> None:
    read_marks_advance(kind=SUPPORT, marks={(room.pk, side): seq})


def mark_of(room: Room, side: Side = Side.SUPPORT) -> int:
    return ReadMark.objects.get(room=room, side=side).seq


def support_read(room: Room) -> bool:
    return not Room.objects.get(pk=room.pk).is_unread


def test_a_mark_moves_forward(room: Room) -> None:
    for seq in (1, 5):
        mark(room, Side.SUPPORT, seq)
        assert mark_of(room) == seq


@pytest.mark.parametrize("older", [4, 5])
def test_a_mark_never_moves_back(room: Room, older: int) -> None:
    mark(room, Side.SUPPORT, 5)
    mark(room, Side.SUPPORT, older)
    assert mark_of(room) == 5


def test_each_side_and_each_room_has_its_own_mark(room: Room, stranger: User) -> None:
    other = room_open(owner=stranger)
    read_marks_advance(
        kind=SUPPORT,
        marks={
            (room.pk, Side.SUPPORT): 3,
            (room.pk, Side.CUSTOMER): 2,
            (other.pk, Side.SUPPORT): 1,
        },
    )
    assert (mark_of(room), mark_of(room, Side.CUSTOMER), mark_of(other)) == (3, 2, 1)


def test_whoever_moves_marks_is_told_which_have_moved(room: Room, stranger: User) -> None:
    other = room_open(owner=stranger)
    support, customer = (room.pk, Side.SUPPORT), (room.pk, Side.CUSTOMER)
    elsewhere = (other.pk, Side.SUPPORT)
    advance = partial(read_marks_advance, kind=SUPPORT)
    assert advance(marks={support: 3}) == {support: 3}
    assert advance(marks={support: 3, customer: 1}) == {customer: 1}
    assert advance(marks={support: 2, customer: 2, elsewhere: 7}) == {customer: 2, elsewhere: 7}
    assert advance(marks={support: 4, customer: 0, elsewhere: 8}) == {support: 4, elsewhere: 8}
    assert (mark_of(room), mark_of(room, Side.CUSTOMER), mark_of(other)) == (4, 2, 8)


def test_having_read_nothing_moves_nothing(room: Room) -> None:
    assert read_marks_advance(kind=SUPPORT, marks={(room.pk, Side.SUPPORT): 0}) == {}
    assert read_marks_advance(kind=SUPPORT, marks={}) == {}
    assert read_marks_of(kind=SUPPORT, room_id=room.pk) == {"customer": 0, "support": 0}


@pytest.mark.parametrize("at_once", [1, 2, 3, 7, 8, 9])
def test_however_many_marks_go_in_a_statement_all_are_moved(
    monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(read_marks, "MARKS_AT_ONCE", at_once)
    users = [User.objects.create_user(f"user{number}") for number in range(4)]
    marks = {
        (room_open(owner=user).pk, side.value): number + 1
        for number, user in enumerate(users)
        for side in Side
    }
    for step in (0, 5):
        further = {mark: seq + step for mark, seq in marks.items()}
        assert read_marks_advance(kind=SUPPORT, marks=further) == further
        for (room_id, side), seq in further.items():
            assert read_marks_of(kind=SUPPORT, room_id=room_id)[side] == seq


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_attempt", range(5))
def test_of_marks_set_at_once_the_highest_stays(room: Room, _attempt: int) -> None:
    at_once(*[partial(mark, room, Side.SUPPORT, seq) for seq in (3, 7, 1, 8, 2, 6)])
    assert mark_of(room) == 8


def test_support_has_read_an_empty_room(room: Room) -> None:
    assert support_read(room)


def test_a_customers_message_is_unread_until_support_reads_it(owner: User, room: Room) -> None:
    post(room, owner)
    assert not support_read(room)
    mark(room, Side.SUPPORT, 1)
    assert support_read(room)
    post(room, owner)
    assert not support_read(room)


def test_the_customers_own_mark_does_not_count(owner: User, room: Room) -> None:
    post(room, owner)
    mark(room, Side.CUSTOMER, 1)
    assert not support_read(room)


def test_an_operators_message_needs_no_reading_by_support(
    owner: User, operator: User, room: Room
) -> None:
    post(room, owner)
    mark(room, Side.SUPPORT, 1)
    post(room, operator)
    assert support_read(room)


def test_answering_is_not_reading_what_came_after(owner: User, operator: User, room: Room) -> None:
    for author in (owner, operator, owner):
        post(room, author)
    mark(room, Side.SUPPORT, 2)
    assert not support_read(room)
