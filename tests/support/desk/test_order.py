"""The operators' list: unread rooms first, then those with the newest activity."""

import pytest

from rip.accounts.models import User
from rip.chat.messages.read_marks import read_marks_advance
from rip.support.kind import SUPPORT
from rip.support.models import Room, Side
from rip.support.rooms.rooms import room_open
from tests.chat.rooms import post

pytestmark = pytest.mark.django_db


@pytest.fixture
def rooms() -> list[Room]:
    users = [User.objects.create_user(f"user{number}") for number in range(4)]
    return [room_open(owner=user) for user in users]


def desk() -> list[Room]:
    return list(Room.objects.for_the_desk())


def test_the_newest_activity_is_first(rooms: list[Room]) -> None:
    for index in (2, 0, 3, 1):
        post(rooms[index], rooms[index].owner)
    assert desk() == [rooms[1], rooms[3], rooms[0], rooms[2]]


def test_unread_rooms_come_before_newer_ones_that_were_read(rooms: list[Room]) -> None:
    for room in rooms:
        post(room, room.owner)
    read_marks_advance(kind=SUPPORT, marks={(room.pk, Side.SUPPORT): 1 for room in rooms[2:]})
    assert desk() == [rooms[1], rooms[0], rooms[3], rooms[2]]


def test_an_answer_is_activity(rooms: list[Room], operator: User) -> None:
    for room in rooms:
        post(room, room.owner)
    post(rooms[0], operator)
    assert desk()[0] == rooms[0]


def test_a_retry_is_no_activity(rooms: list[Room]) -> None:
    for room in rooms:
        post(room, room.owner, client_id="id-1")
    post(rooms[0], rooms[0].owner, client_id="id-1")
    assert desk()[0] == rooms[3]


def test_operators_see_every_room_and_others_their_own(rooms: list[Room], operator: User) -> None:
    assert set(Room.objects.visible_to(operator)) == set(rooms)
    assert list(Room.objects.visible_to(rooms[0].owner)) == [rooms[0]]
