"""A person takes another user name; nobody takes somebody else's."""

import pytest
from django.test import Client

from rip.accounts.models import User
from rip.accounts.registration import user_rename
from rip.accounts.sessions import WrongPassword, family_open, session_of, user_sign_in
from rip.core.errors import BadInput
from tests.chat.rooms import at_once
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db

NAME = "/profile/name/"


@pytest.fixture
def signed_in(client: Client, owner: User) -> Client:
    client.force_login(owner)
    return client


def test_one_signs_in_with_the_new_name_and_stays_signed_in(signed_in: Client) -> None:
    answer = signed_in.post(NAME, {"username": "Мария"})
    assert (answer.status_code, answer["Location"]) == (302, "/profile/")
    assert "Мария" in signed_in.get("/profile/").content.decode()
    assert user_sign_in(username="мария", password=PASSWORD).access
    with pytest.raises(WrongPassword):
        user_sign_in(username="owner", password=PASSWORD)


def test_log_ins_go_on(owner: User) -> None:
    tokens = family_open(user=owner)
    user_rename(user=owner, username="Мария")
    assert session_of(access=tokens.access).user.username == "Мария"


@pytest.mark.parametrize("name", ["stranger", "STRANGER", "", "two words", "a" * 151, "\x00"])
def test_what_is_taken_or_no_name_is_said_at_the_field(
    signed_in: Client, owner: User, stranger: User, name: str
) -> None:
    answer = signed_in.post(NAME, {"username": name})
    assert answer.status_code == 200
    assert 'aria-invalid="true"' in answer.content.decode()
    owner.refresh_from_db()
    assert owner.username == "owner"


@pytest.mark.parametrize("name", ["owner", "OWNER"])
def test_ones_own_name_may_be_kept_or_written_otherwise(owner: User, name: str) -> None:
    user_rename(user=owner, username=name)
    owner.refresh_from_db()
    assert owner.username == name


def test_what_else_is_wrong_with_an_account_does_not_keep_it_from_a_new_name(owner: User) -> None:
    User.objects.filter(pk=owner.pk).update(email="nobody")
    user_rename(user=owner, username="Мария")
    owner.refresh_from_db()
    assert (owner.username, owner.email) == ("Мария", "nobody")


def test_it_is_for_those_who_are_signed_in(client: Client) -> None:
    assert client.get(NAME)["Location"] == f"/accounts/login/?next={NAME}"
    assert client.post(NAME, {"username": "Мария"}).status_code == 302
    assert not User.objects.filter(username="Мария").exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_want_one_name_one_gets_it(owner: User, stranger: User) -> None:
    def take(user: User) -> set[str]:
        try:
            user_rename(user=user, username="Мария")
        except BadInput as error:
            return set(error.errors)
        return set()

    ends = at_once(lambda: take(owner), lambda: take(stranger))
    assert sorted(ends, key=len) == [set(), {"username"}]
