"""Whose turn it is in a room follows from its numbers and from what operators decided."""

from collections.abc import Callable

import pytest

from rip.accounts.models import User
from rip.core.errors import Conflict, NotFound, RipError
from rip.support.models import Message, Room, Status
from rip.support.rooms.rooms import room_decide
from tests.chat.rooms import at_once, post

pytestmark = pytest.mark.django_db


def status_of(room: Room) -> str:
    return str(Room.objects.get(pk=room.pk).status)


def test_an_empty_room_waits_for_its_customer(room: Room) -> None:
    assert status_of(room) == Status.WAITING


def test_it_is_the_turn_of_whoever_did_not_have_the_last_word(room: Room, operator: User) -> None:
    post(room, room.owner)
    assert status_of(room) == Status.OPEN
    post(room, operator)
    assert status_of(room) == Status.WAITING
    post(room, room.owner)
    assert status_of(room) == Status.OPEN


def test_a_room_that_is_done_stays_so_until_the_customer_writes(room: Room, operator: User) -> None:
    post(room, room.owner)
    room_decide(room_id=room.pk, status=Status.DONE, seq=1)
    assert status_of(room) == Status.DONE
    post(room, operator, "Всего доброго!")
    assert status_of(room) == Status.DONE
    post(room, room.owner, "И ещё вопрос")
    assert status_of(room) == Status.OPEN
    post(room, operator)
    assert status_of(room) == Status.WAITING


@pytest.mark.parametrize("decision", [Status.OPEN, Status.WAITING])
def test_other_decisions_hold_until_anybody_writes(
    room: Room, operator: User, decision: Status
) -> None:
    post(room, room.owner)
    post(room, operator)
    room_decide(room_id=room.pk, status=decision, seq=2)
    assert status_of(room) == decision
    post(room, operator)
    assert status_of(room) == Status.WAITING


def test_what_is_done_can_be_opened_again(room: Room, operator: User) -> None:
    post(room, room.owner)
    post(room, operator)
    room_decide(room_id=room.pk, status=Status.DONE, seq=2)
    room_decide(room_id=room.pk, status=Status.OPEN, seq=2)
    assert status_of(room) == Status.OPEN


def test_a_message_the_operator_has_not_seen_is_not_done(room: Room) -> None:
    post(room, room.owner)
    post(room, room.owner)
    with pytest.raises(Conflict):
        room_decide(room_id=room.pk, status=Status.DONE, seq=1)
    assert status_of(room) == Status.OPEN


def test_a_decision_never_reaches_beyond_what_was_said(room: Room) -> None:
    post(room, room.owner)
    room_decide(room_id=room.pk, status=Status.DONE, seq=1_000)
    post(room, room.owner)
    assert status_of(room) == Status.OPEN


def test_a_room_that_is_not_there_is_not_found(db: None) -> None:
    with pytest.raises(NotFound):
        room_decide(room_id=999_999, status=Status.DONE, seq=1)


@pytest.mark.django_db(transaction=True)
def test_of_a_message_and_a_decision_at_once_no_message_is_taken_for_done(
    room: Room, owner: User
) -> None:
    post(room, owner)

    def decide() -> None:
        room_decide(room_id=room.pk, status=Status.DONE, seq=1)

    def tried(call: Callable[[], object]) -> RipError | None:
        try:
            call()
        except RipError as error:
            return error
        return None

    at_once(lambda: tried(decide), lambda: tried(lambda: post(room, owner)))
    assert Message.objects.filter(room=room).count() == 2
    assert status_of(room) == Status.OPEN
