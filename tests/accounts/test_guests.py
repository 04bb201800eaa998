"""Guests: people who write to support without an account."""

from datetime import timedelta

import pytest
from pytest_django import Settings

from rip.accounts import sessions
from rip.accounts.guests import NoGuests, guest_create
from rip.accounts.models import User
from rip.accounts.sessions import (
    WrongPassword,
    family_open,
    family_refresh,
    session_of,
    user_sign_in,
)
from rip.accounts.tokens import InvalidToken
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db


def test_each_is_a_new_user_without_rights() -> None:
    users = [session_of(access=guest_create().access).user for _ in range(3)]
    assert len({user.pk for user in users}) == 3
    for user in users:
        assert user.is_guest
        assert user.is_active
        assert not user.is_staff
        assert not user.is_superuser


@pytest.mark.parametrize("password", ["", "!", PASSWORD])
def test_nobody_can_sign_in_as_one_by_a_password(password: str) -> None:
    guest = session_of(access=guest_create().access).user
    with pytest.raises(WrongPassword):
        user_sign_in(username=guest.username, password=password)


def test_a_site_may_take_none(settings: Settings) -> None:
    settings.RIP_GUESTS = False
    with pytest.raises(NoGuests):
        guest_create()
    assert not User.objects.exists()


def test_a_guest_comes_back_however_late_after_an_answer_was_lost(
    owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sessions, "REPEAT_GRACE", timedelta(seconds=-1))
    guest, member = guest_create(), family_open(user=owner)
    lost = family_refresh(refresh=guest.refresh)
    again = family_refresh(refresh=guest.refresh)
    assert again.refresh == lost.refresh
    assert session_of(access=again.access) == session_of(access=guest.access)
    replaced = family_refresh(refresh=member.refresh)
    assert family_refresh(refresh=member.refresh).refresh != replaced.refresh


def test_a_guests_token_from_before_the_last_is_still_a_theft() -> None:
    first = guest_create()
    second = family_refresh(refresh=first.refresh)
    family_refresh(refresh=second.refresh)
    with pytest.raises(InvalidToken):
        family_refresh(refresh=first.refresh)
    with pytest.raises(InvalidToken):
        session_of(access=second.access)
