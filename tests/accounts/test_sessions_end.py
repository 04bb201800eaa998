"""Logging out, a new password, deactivation and deletion end tokens and tickets."""

from collections.abc import Callable

import pytest

from rip.accounts.models import RefreshFamily, User, sessions_changed
from rip.accounts.sessions import (
    TokenPair,
    families_revoke,
    family_open,
    family_refresh,
    family_revoke,
    session_of,
    session_of_refresh,
    sessions_alive,
)
from rip.accounts.tickets import Holder, InvalidTicket, session_of_holder
from rip.accounts.tokens import InvalidToken, session_hash_of


def _change_password(user: User) -> None:
    user.set_password("another-passphrase-8")
    user.save()


def _deactivate(user: User) -> None:
    user.is_active = False
    user.save()


def _log_out_everywhere(user: User) -> None:
    families_revoke(user=user)


def _log_out(user: User) -> None:
    family_revoke(user=user, family_id=user.refresh_families.get().pk)


def _delete(user: User) -> None:
    user.delete()


Ending = Callable[[User], None]
every_ending = pytest.mark.parametrize(
    "end", [_change_password, _deactivate, _log_out_everywhere, _log_out, _delete]
)


@every_ending
def test_it_ends_access_tokens(owner: User, pair: TokenPair, end: Ending) -> None:
    session_of(access=pair.access)
    end(owner)
    with pytest.raises(InvalidToken):
        session_of(access=pair.access)


@every_ending
def test_it_ends_refresh_tokens(owner: User, pair: TokenPair, end: Ending) -> None:
    session_of_refresh(refresh=pair.refresh)
    end(owner)
    with pytest.raises(InvalidToken):
        family_refresh(refresh=pair.refresh)
    with pytest.raises(InvalidToken):
        session_of_refresh(refresh=pair.refresh)


@every_ending
def test_it_ends_tickets(owner: User, family: RefreshFamily, end: Ending) -> None:
    holder = Holder(family.pk, session_hash_of(owner))
    assert session_of_holder(holder).user == owner
    end(owner)
    with pytest.raises(InvalidTicket):
        session_of_holder(holder)


@every_ending
def test_it_ends_open_sessions(owner: User, pair: TokenPair, end: Ending) -> None:
    session = session_of(access=pair.access)
    assert sessions_alive(sessions=[session]) == {session: owner}
    end(owner)
    assert sessions_alive(sessions=[session]) == {}


@every_ending
def test_it_leaves_other_users_alone(
    owner: User, stranger: User, pair: TokenPair, end: Ending
) -> None:
    theirs = family_open(user=stranger)
    end(owner)
    assert session_of(access=theirs.access).user == stranger
    family_refresh(refresh=theirs.refresh)


@pytest.mark.parametrize("end", [_change_password, _deactivate, _log_out_everywhere, _log_out])
def test_it_is_announced_after_commit(
    owner: User,
    pair: TokenPair,
    end: Ending,
    django_capture_on_commit_callbacks: Callable[..., object],
) -> None:
    heard: list[int] = []

    def hear(user_id: int, **_: object) -> None:
        heard.append(user_id)

    sessions_changed.connect(hear)
    try:
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
            end(owner)
            assert heard == []
    finally:
        sessions_changed.disconnect(hear)
    assert set(heard) == {owner.pk}


def test_logging_out_once_leaves_the_users_other_log_ins(
    owner: User, pair: TokenPair, family: RefreshFamily
) -> None:
    other = family_open(user=owner)
    family_revoke(user=owner, family_id=family.pk)
    session_of(access=other.access)
    with pytest.raises(InvalidToken):
        session_of(access=pair.access)


def test_nobody_can_end_a_log_in_of_somebody_else(
    stranger: User, pair: TokenPair, family: RefreshFamily
) -> None:
    family_revoke(user=stranger, family_id=family.pk)
    session_of(access=pair.access)


def test_a_log_in_begun_after_logging_out_everywhere_works(owner: User, pair: TokenPair) -> None:
    families_revoke(user=owner)
    owner.refresh_from_db()
    again = family_open(user=owner)
    session_of(access=again.access)
    family_refresh(refresh=again.refresh)


def test_logging_out_everywhere_ends_web_sessions_too(owner: User) -> None:
    """Django keeps this hash in the session and compares it at every request."""
    before = owner.get_session_auth_hash()
    families_revoke(user=owner)
    owner.refresh_from_db()
    assert owner.get_session_auth_hash() != before


def test_a_log_in_that_was_under_way_when_the_password_changed_is_worthless(owner: User) -> None:
    checked = User.objects.get(pk=owner.pk)
    _change_password(owner)
    late = family_open(user=checked)
    with pytest.raises(InvalidToken):
        session_of(access=late.access)


def test_rights_given_while_a_session_is_open_are_seen(owner: User, pair: TokenPair) -> None:
    session = session_of(access=pair.access)
    User.objects.filter(pk=owner.pk).update(is_staff=True)
    assert sessions_alive(sessions=[session])[session].is_staff
    assert session_of(access=pair.access).user.is_staff


def test_only_the_ended_ones_of_many_sessions_are_left_out(owner: User, stranger: User) -> None:
    sessions = [
        session_of(access=family_open(user=user).access)
        for user in (owner, stranger, owner, stranger)
    ]
    family_revoke(user=owner, family_id=sessions[0].family_id)
    assert set(sessions_alive(sessions=sessions)) == set(sessions[1:])
    assert sessions_alive(sessions=[]) == {}
