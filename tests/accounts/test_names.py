"""A user name is cleaned the same way at every door it comes through."""

from collections.abc import Callable
from contextlib import suppress
from typing import Final, TypeAlias

import pytest
from django.test import Client

from rip.accounts.models import User, name_key
from rip.accounts.registration import user_rename
from rip.accounts.sessions import user_sign_in
from rip.core.errors import BadInput
from tests.conftest import PASSWORD
from tests.core.http.front_door import ask

pytestmark = pytest.mark.django_db

Door: TypeAlias = Callable[[str], None]
"""Somebody comes in, or is there already, and takes this name if they may."""

LONGEST: Final = 150
JOINED: Final = {"date_joined_0": "2020-01-01", "date_joined_1": "00:00:00", "is_active": "on"}


def _register(name: str) -> None:
    ask("POST", "/api/v1/accounts/register", json={"username": name, "password": PASSWORD})


def _sign_up(name: str) -> None:
    fields = {"email": "masha@example.org", "password1": PASSWORD, "consent": "on"}
    Client().post("/accounts/signup/", {"username": name, **fields})


def _rename_page(name: str) -> None:
    client = Client()
    client.force_login(_somebody())
    client.post("/profile/name/", {"username": name})


def _rename(name: str) -> None:
    with suppress(BadInput):
        user_rename(user=_somebody(), username=name.strip())


def _add_in_the_admin(name: str) -> None:
    fields = {"password1": PASSWORD, "password2": PASSWORD, "usable_password": "true"}
    _admin().post("/admin/accounts/user/add/", {"username": name, **fields})


def _rename_in_the_admin(name: str) -> None:
    page = f"/admin/accounts/user/{_somebody().pk}/change/"
    _admin().post(page, {"username": name, **JOINED})


def _somebody() -> User:
    return User.objects.create_user("somebody", password=PASSWORD)


def _admin() -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("admin"))
    return client


# It works in threads with connections of their own.
by_the_api = pytest.param(_register, marks=pytest.mark.django_db(transaction=True))
every_door = pytest.mark.parametrize(
    "door",
    [by_the_api, _sign_up, _rename_page, _rename, _add_in_the_admin, _rename_in_the_admin],
    ids=lambda door: door.__name__.strip("_"),
)


def _names() -> set[str]:
    return set(User.objects.values_list("username", flat=True)) - {"admin", "somebody"}


@every_door
@pytest.mark.parametrize(
    ("given", "kept"),
    [
        pytest.param("Ｍａｓｈａ", "Masha", id="wide letters"),
        pytest.param("Андреи\u0306", "Андрей", id="a letter and its breve"),
        pytest.param("\u2126", "\u03a9", id="the ohm sign"),
        pytest.param("  Маша ", "Маша", id="spaces around"),
        pytest.param("я" * LONGEST, "я" * LONGEST, id="the longest"),
        pytest.param("ﬃ" * 50, "ffi" * 50, id="the longest after cleaning"),
    ],
)
def test_it_is_kept_in_one_form(door: Door, given: str, kept: str) -> None:
    door(given)
    assert _names() == {kept}
    user = User.objects.get(username=kept)
    assert user.username_key == name_key(kept)
    assert user_sign_in(username=given.strip(), password=PASSWORD).access


@every_door
@pytest.mark.parametrize(
    "name",
    [
        pytest.param("", id="empty"),
        pytest.param("   ", id="spaces"),
        pytest.param("two words", id="two words"),
        pytest.param("a/b", id="a slash"),
        pytest.param("a\x00b", id="nul"),
        pytest.param("a\u200bb", id="a zero-width space"),
        pytest.param("я" * (LONGEST + 1), id="one too long"),
        pytest.param("ﬃ" * 50 + "a", id="one too long after cleaning"),
    ],
)
def test_what_is_no_name_is_refused(door: Door, name: str) -> None:
    door(name)
    assert _names() == set()


@every_door
@pytest.mark.parametrize("name", ["маша", "МАША", "Маша", "Ｍasha"])
def test_a_taken_name_is_refused_in_any_form(door: Door, name: str) -> None:
    User.objects.create_user("Маша")
    User.objects.create_user("masha")
    door(name)
    assert _names() == {"Маша", "masha"}
