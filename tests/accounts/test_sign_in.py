"""Signing in: who gets tokens, who does not, and what is tidied on the way."""

from datetime import timedelta

import pytest

from rip.accounts.models import RefreshFamily, User
from rip.accounts.sessions import (
    TokenPair,
    WrongPassword,
    family_open,
    family_revoke,
    session_of,
    user_sign_in,
)
from rip.accounts.tokens import now
from tests.conftest import PASSWORD


def test_the_right_password_opens_a_session(owner: User) -> None:
    pair = user_sign_in(username="owner", password=PASSWORD)
    assert session_of(access=pair.access).user == owner


@pytest.mark.parametrize(
    "password", ["", "1", PASSWORD.upper(), PASSWORD + " ", "\x00", "п" * 4096]
)
def test_a_wrong_password_does_not(owner: User, password: str) -> None:
    with pytest.raises(WrongPassword):
        user_sign_in(username="owner", password=password)


@pytest.mark.parametrize("username", ["", "nobody", "own", "owner\x00", "%", "' OR 1=1 --"])
def test_an_unknown_name_does_not(owner: User, username: str) -> None:
    with pytest.raises(WrongPassword):
        user_sign_in(username=username, password=PASSWORD)


def test_an_inactive_user_cannot_sign_in(owner: User) -> None:
    User.objects.filter(pk=owner.pk).update(is_active=False)
    with pytest.raises(WrongPassword):
        user_sign_in(username="owner", password=PASSWORD)


def test_a_user_without_a_password_cannot_sign_in(db: None) -> None:
    User.objects.create_user("invited")
    with pytest.raises(WrongPassword):
        user_sign_in(username="invited", password="!")


def test_every_sign_in_is_a_log_in_of_its_own(owner: User) -> None:
    first, second = family_open(user=owner), family_open(user=owner)
    assert first != second
    assert session_of(access=first.access).family_id != session_of(access=second.access).family_id


def test_expired_log_ins_are_forgotten_at_the_next_sign_in(
    owner: User, stranger: User, family: RefreshFamily
) -> None:
    family_open(user=stranger)
    RefreshFamily.objects.update(expires=now() - timedelta(seconds=1))
    user_sign_in(username="owner", password=PASSWORD)
    assert family not in owner.refresh_families.all()
    assert owner.refresh_families.count() == 1
    assert stranger.refresh_families.count() == 1


def test_log_ins_that_have_not_expired_are_kept(
    owner: User, pair: TokenPair, family: RefreshFamily
) -> None:
    family_revoke(user=owner, family_id=family.pk)
    other = family_open(user=owner)
    user_sign_in(username="owner", password=PASSWORD)
    session_of(access=other.access)
    assert owner.refresh_families.filter(pk=family.pk).exists()
