"""A guest who signs up keeps the conversation."""

import pytest
from django.db import transaction
from django.test import Client

from rip.accounts.guests import guest_create, guest_promote
from rip.accounts.models import Consent, RefreshFamily, User
from rip.accounts.sessions import TokenPair, family_open, family_refresh, family_revoke, session_of
from rip.accounts.tokens import InvalidToken
from rip.support.rooms.rooms import room_open
from tests.accounts.web.test_sign_up_page import FIELDS, SIGN_UP
from tests.chat.rooms import numbers_in, post

pytestmark = pytest.mark.django_db


@pytest.fixture
def guest() -> TokenPair:
    return guest_create()


def user_of(tokens: TokenPair) -> User:
    return session_of(access=tokens.access).user


def test_the_guest_and_their_conversation_become_the_accounts(
    client: Client, guest: TokenPair
) -> None:
    talked = user_of(guest)
    room = room_open(owner=talked)
    post(room, talked, "Пупсик ещё ищет дом?")
    answer = client.post(SIGN_UP, {**FIELDS, "guest": guest.refresh})
    assert answer.status_code == 302
    user = User.objects.get(username="Маша")
    assert (user.pk, user.is_guest, user.email) == (talked.pk, False, "masha@example.org")
    assert user.has_usable_password()
    assert Consent.objects.filter(user=user).exists()
    assert client.get("/profile/").status_code == 200
    assert numbers_in(room_open(owner=user)) == [1]


def test_the_guests_log_ins_have_ended(client: Client, guest: TokenPair) -> None:
    client.post(SIGN_UP, {**FIELDS, "guest": guest.refresh})
    with pytest.raises(InvalidToken):
        family_refresh(refresh=guest.refresh)
    with pytest.raises(InvalidToken):
        session_of(access=guest.access)


def test_becoming_a_user_ends_each_log_in_by_its_row_and_by_the_session_version(
    guest: TokenPair,
) -> None:
    """Either is enough: sockets compare the version, the list of log-ins shows the row."""
    before = user_of(guest)
    first = session_of(access=guest.access).family_id
    early = family_open(user=before)
    family_revoke(user=before, family_id=session_of(access=early.access).family_id)
    moment = RefreshFamily.objects.get(pk=first).created.replace(year=2001)
    RefreshFamily.objects.exclude(pk=first).update(revoked_at=moment)
    with transaction.atomic():
        promoted = guest_promote(refresh=guest.refresh)
        assert promoted is not None
        promoted.save()
    user = User.objects.get(pk=before.pk)
    assert not user.is_guest
    assert user.session_version == before.session_version + 1
    assert user.get_session_auth_hash() != before.get_session_auth_hash()
    revoked = dict(RefreshFamily.objects.values_list("pk", "revoked_at"))
    assert revoked.pop(first) is not None
    assert list(revoked.values()) == [moment]


def test_an_account_keeps_its_session_version_when_somebody_tries_to_promote_it(
    owner: User,
) -> None:
    pair = family_open(user=owner)
    with transaction.atomic():
        assert guest_promote(refresh=pair.refresh) is None
    owner.refresh_from_db()
    assert owner.session_version == 0
    assert session_of(access=pair.access).user == owner


def test_a_token_that_was_renewed_meanwhile_will_do(client: Client, guest: TokenPair) -> None:
    talked = user_of(guest)
    family_refresh(refresh=guest.refresh)
    client.post(SIGN_UP, {**FIELDS, "guest": guest.refresh})
    assert User.objects.get(username="Маша").pk == talked.pk


def test_nobody_becomes_somebody_else(client: Client, owner: User) -> None:
    client.post(SIGN_UP, {**FIELDS, "guest": family_open(user=owner).refresh})
    assert User.objects.get(username="Маша").pk != owner.pk
    owner.refresh_from_db()
    assert owner.username == "owner"


@pytest.mark.parametrize("token", ["", "nonsense", "a.b.c", "\x00", "ё" * 100, "a" * 10_000])
def test_what_is_no_guests_token_makes_a_new_account(
    client: Client, guest: TokenPair, token: str
) -> None:
    assert client.post(SIGN_UP, {**FIELDS, "guest": token}).status_code == 302
    assert User.objects.get(username="Маша").pk != user_of(guest).pk
    assert user_of(guest).is_guest


def test_an_access_token_or_one_that_was_ended_brings_nobody(
    client: Client, guest: TokenPair
) -> None:
    session = session_of(access=guest.access)
    family_revoke(user=session.user, family_id=session.family_id)
    for number, token in enumerate((guest.refresh, guest.access)):
        fields = {"username": f"Маша{number}", "email": f"{number}@example.org", "guest": token}
        Client().post(SIGN_UP, {**FIELDS, **fields})
        assert User.objects.get(username=f"Маша{number}").pk != session.user.pk


def test_a_sign_up_that_fails_leaves_the_guest_a_guest(
    client: Client, guest: TokenPair, owner: User
) -> None:
    client.post(SIGN_UP, {**FIELDS, "username": owner.username, "guest": guest.refresh})
    client.post(SIGN_UP, {**FIELDS, "consent": "", "guest": guest.refresh})
    assert user_of(guest).is_guest
    assert family_refresh(refresh=guest.refresh).access


def test_a_guest_becomes_one_account_only(client: Client, guest: TokenPair) -> None:
    client.post(SIGN_UP, {**FIELDS, "guest": guest.refresh})
    other = {**FIELDS, "username": "Паша", "email": "pasha@example.org"}
    Client().post(SIGN_UP, {**other, "guest": guest.refresh})
    assert User.objects.filter(username__in=["Маша", "Паша"]).count() == 2
