"""A room is taken by one operator, handed over, and let go."""

import functools

import pytest

from rip.accounts.models import User
from rip.core.errors import BadInput, Conflict, NotFound
from rip.support.models import Room
from rip.support.rooms.rooms import room_assign
from tests.chat.rooms import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def olga(db: None) -> User:
    return User.objects.create_user("olga", is_staff=True)


def assignee_of(room: Room) -> str | None:
    assignee = Room.objects.get(pk=room.pk).assignee
    return assignee.username if assignee else None


def test_it_is_taken_handed_over_and_let_go(room: Room, operator: User, olga: User) -> None:
    room_assign(room_id=room.pk, assignee="operator", was=None)
    assert assignee_of(room) == "operator"
    room_assign(room_id=room.pk, assignee="OLGA", was="operator")
    assert assignee_of(room) == "olga"
    room_assign(room_id=room.pk, assignee=None, was="olga")
    assert assignee_of(room) is None
    assert Room.objects.get(pk=room.pk).tended == 3


def test_who_comes_second_is_told_who_was_first(room: Room, operator: User, olga: User) -> None:
    room_assign(room_id=room.pk, assignee="olga", was=None)
    for was in (None, "operator", "nobody-of-this-name"):
        with pytest.raises(Conflict) as conflict:
            room_assign(room_id=room.pk, assignee="operator", was=was)
        assert "olga" in str(conflict.value.detail)
    assert assignee_of(room) == "olga"


def test_whoever_has_it_already_may_take_it_again(room: Room, olga: User) -> None:
    room_assign(room_id=room.pk, assignee="olga", was=None)
    room_assign(room_id=room.pk, assignee="olga", was=None)
    assert assignee_of(room) == "olga"


def test_a_room_somebody_let_go_is_not_handed_on(room: Room, operator: User, olga: User) -> None:
    with pytest.raises(Conflict):
        room_assign(room_id=room.pk, assignee="operator", was="olga")
    assert assignee_of(room) is None


@pytest.mark.parametrize("name", ["owner", "nobody-of-this-name", "olga"])
def test_only_an_active_operator_gets_a_room(room: Room, olga: User, name: str) -> None:
    User.objects.filter(pk=olga.pk).update(is_active=False)
    with pytest.raises(BadInput) as refused:
        room_assign(room_id=room.pk, assignee=name, was=None)
    assert list(refused.value.errors) == ["assignee"]
    assert assignee_of(room) is None


def test_a_room_that_is_not_there_is_not_found(operator: User) -> None:
    with pytest.raises(NotFound):
        room_assign(room_id=999_999, assignee="operator", was=None)


@pytest.mark.django_db(transaction=True)
def test_of_many_who_take_it_at_once_one_wins_and_the_others_are_told(room: Room) -> None:
    names = [f"operator{number}" for number in range(6)]
    for name in names:
        User.objects.create_user(name, is_staff=True)

    def take(name: str) -> str | None:
        try:
            room_assign(room_id=room.pk, assignee=name, was=None)
        except Conflict:
            return None
        return name

    outcomes = at_once(*[functools.partial(take, name) for name in names])
    winners = [name for name in outcomes if name]
    assert len(winners) == 1
    assert assignee_of(room) == winners[0]
    assert Room.objects.get(pk=room.pk).tended == 1
