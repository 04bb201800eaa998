"""Whatever may end a log-in, or change what its user may do, has its number in a log."""

from collections.abc import Callable

import pytest
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import update_last_login
from django.db import transaction

from rip.accounts.models import SessionChange, SessionLog, User
from rip.accounts.personal_data import account_erase
from rip.accounts.registration import user_register, user_rename
from rip.accounts.sessions import (
    TokenPair,
    families_revoke,
    family_open,
    family_refresh,
    family_revoke,
)
from rip.accounts.verified.follower import KEPT, changes_prune
from rip.accounts.web.session_store import SessionStore, hash_of_key
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db

Change = Callable[[User], object]


def logged() -> list[tuple[int, str]]:
    """The users and web sessions of all changes, in the order of their numbers."""
    changes = SessionChange.objects.order_by("seq")
    seqs = list(changes.values_list("seq", flat=True))
    last = SessionLog.objects.get().last_seq
    assert seqs == list(range(last - len(seqs) + 1, last + 1))
    return list(changes.values_list("user_id", "web_session"))


def _save(user: User, **fields: object) -> None:
    for name, value in fields.items():
        setattr(user, name, value)
    user.save()


CHANGES: dict[str, Change] = {
    "a new password": lambda user: _save(user, password=make_password("another-8")),
    "deactivation": lambda user: _save(user, is_active=False),
    "a right given": lambda user: _save(user, is_staff=True),
    "another name": lambda user: user_rename(user=user, username="другое"),
    "another address": lambda user: _save(user, email="a@example.org"),
    "an update of a column": lambda user: User.objects.filter(pk=user.pk).update(is_active=False),
    "an update in bulk": lambda user: User.objects.bulk_update([user], ["email"]),
    "one log-out": lambda user: family_revoke(user=user, family_id=user.refresh_families.get().pk),
    "all log-outs": lambda user: families_revoke(user=user),
    "log-ins deleted": lambda user: user.refresh_families.all().delete(),
    "deletion": lambda user: user.delete(),
    "deletion with others": lambda user: User.objects.filter(pk=user.pk).delete(),
    "erasure": lambda user: account_erase(user=user),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_it_is_logged_for_its_user_alone(
    owner: User, stranger: User, pair: TokenPair, change: Change
) -> None:
    assert logged() == []
    number = owner.pk
    change(owner)
    assert set(logged()) == {(number, "")}


def test_what_ends_nothing_has_no_number(owner: User, pair: TokenPair) -> None:
    family_open(user=owner)
    family_refresh(refresh=pair.refresh)
    user_register(username="новая", password=PASSWORD)
    update_last_login(User, owner)
    User.objects.filter(pk=owner.pk).update(last_login=None)
    SessionStore().create()
    assert logged() == []


def test_an_update_of_several_users_is_logged_for_each(owner: User, stranger: User) -> None:
    assert User.objects.filter(username__in=["owner", "stranger"]).update(is_active=False) == 2
    assert logged() == [(owner.pk, ""), (stranger.pk, "")]


def test_an_update_that_takes_a_user_out_of_its_own_filter_is_logged(owner: User) -> None:
    User.objects.filter(is_active=True).update(is_active=False)
    assert logged() == [(owner.pk, "")]


def test_what_is_rolled_back_has_no_number(owner: User) -> None:
    with transaction.atomic():
        _save(owner, is_staff=True)
        transaction.set_rollback(True)
    assert logged() == []


def test_the_end_of_a_web_session_is_logged_by_the_hash_of_its_key(owner: User) -> None:
    session = SessionStore()
    session["about"] = 1
    session.create()
    key = session.session_key
    assert key is not None
    assert logged() == []
    session["about"] = 2
    session.save()
    session.delete()
    SessionStore().delete(key)
    assert logged() == [(0, hash_of_key(key))] * 3
    assert key not in hash_of_key(key)
    assert not SessionStore().exists(key)


def test_a_session_that_gets_a_new_key_ends_under_the_old_one() -> None:
    session = SessionStore()
    session.create()
    old = session.session_key
    assert old is not None
    session.cycle_key()
    assert logged() == [(0, hash_of_key(old))]


def test_only_the_latest_changes_are_kept(owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    SessionLog.objects.update(last_seq=KEPT + 3)
    kept = [4, KEPT + 3]
    SessionChange.objects.bulk_create(SessionChange(seq=seq, user_id=7) for seq in [1, 3, *kept])
    assert changes_prune() == 2
    assert changes_prune() == 0
    assert list(SessionChange.objects.order_by("seq").values_list("seq", flat=True)) == kept
