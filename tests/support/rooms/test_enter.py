"""Rights to enter rooms; looking creates none."""

import pytest

from rip.accounts.models import User
from rip.core.errors import NotAllowed, NotFound
from rip.support.models import Room, Side
from rip.support.rooms.rooms import room_enter, room_open
from tests.chat.rooms import at_once

pytestmark = pytest.mark.django_db


def test_a_customer_enters_their_own_room(owner: User, room: Room) -> None:
    assert room_enter(user=owner, room_id=owner.pk) == room


def test_their_own_room_is_made_on_the_way_in(owner: User) -> None:
    assert room_enter(user=owner, room_id=owner.pk).pk == owner.pk


def test_an_operator_enters_any_room(operator: User, room: Room) -> None:
    assert room_enter(user=operator, room_id=room.pk) == room


def test_an_operator_has_a_room_of_their_own(operator: User) -> None:
    entered = room_enter(user=operator, room_id=operator.pk)
    assert (entered.pk, entered.side_of(operator)) == (operator.pk, Side.CUSTOMER)


def test_a_customer_does_not_enter_another_persons_room(stranger: User, room: Room) -> None:
    with pytest.raises(NotAllowed):
        room_enter(user=stranger, room_id=room.pk)


@pytest.mark.parametrize("room_id", [None, 987654321, 2**63 - 1])
def test_a_room_that_does_not_exist_is_refused_and_not_made(
    owner: User, operator: User, room_id: int | None
) -> None:
    with pytest.raises(NotAllowed):
        room_enter(user=owner, room_id=room_id)
    with pytest.raises(NotFound):
        room_enter(user=operator, room_id=room_id)
    assert not Room.objects.exists()


def test_an_operator_does_not_make_a_customers_room_by_looking(owner: User, operator: User) -> None:
    with pytest.raises(NotFound):
        room_enter(user=operator, room_id=owner.pk)
    assert not Room.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_ten_requests_at_once_open_one_room(owner: User) -> None:
    rooms = at_once(*[lambda: room_open(owner=owner)] * 10)
    assert rooms == [Room.objects.get()] * 10
