"""Silent guests are forgotten when they cannot come back, and nobody else is."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from rip.accounts.guests import guest_create
from rip.accounts.models import User
from rip.accounts.sessions import family_revoke, session_of
from rip.support.models import Room
from rip.support.rooms import guests
from rip.support.rooms.guests import guests_prune
from rip.support.rooms.rooms import room_open
from tests.chat.rooms import post

pytestmark = pytest.mark.django_db


def guest() -> User:
    return session_of(access=guest_create().access).user


@pytest.fixture
def later() -> datetime:
    """When nobody's token is good any more."""
    return timezone.now() + timedelta(days=400)


def test_a_guest_who_said_nothing_is_forgotten_with_the_room(later: datetime) -> None:
    with_room = guest()
    guest()
    room_open(owner=with_room)
    assert guests_prune(now=later) is None
    assert (User.objects.count(), Room.objects.count()) == (0, 0)


def test_a_guest_who_can_come_back_stays() -> None:
    guest()
    guests_prune(now=timezone.now())
    assert User.objects.count() == 1


def test_one_who_was_logged_out_cannot_come_back() -> None:
    gone = session_of(access=guest_create().access)
    family_revoke(user=gone.user, family_id=gone.family_id)
    guests_prune(now=timezone.now())
    assert not User.objects.exists()


def test_a_guest_who_has_written_stays_with_what_they_wrote(later: datetime) -> None:
    talked = guest()
    room = room_open(owner=talked)
    post(room, talked)
    guests_prune(now=later)
    assert room.messages.count() == 1


def test_a_guest_whom_an_operator_has_written_to_stays(later: datetime, operator: User) -> None:
    room = room_open(owner=guest())
    post(room, operator)
    guests_prune(now=later)
    assert room.messages.count() == 1


def test_people_with_accounts_stay(later: datetime, owner: User) -> None:
    room_open(owner=owner)
    guests_prune(now=later)
    assert User.objects.filter(pk=owner.pk).exists()


def test_many_are_forgotten_in_parts(later: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guests, "PRUNED_AT_ONCE", 2)
    people = [guest() for _ in range(3)]
    assert guests_prune(now=later) == people[1].pk
    assert guests_prune(now=later, after=people[1].pk) is None
    assert not User.objects.exists()
