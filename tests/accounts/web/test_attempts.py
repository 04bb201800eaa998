"""Every door at which a password is entered keeps to one policy, and says so in its own way."""

from collections.abc import Callable, Iterator
from typing import Any, Final

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from rip.accounts.attempts import stores
from rip.accounts.models import User
from tests.conftest import PASSWORD
from tests.core.http.front_door import ask

HERE: Final = "192.0.2.1"
NEW: Final = "другая-длинная-фраза-8"

Door = Callable[[Client, str], HttpResponse]


@pytest.fixture(autouse=True)
def limited(settings: Settings, owner: User) -> Iterator[None]:
    User.objects.filter(pk=owner.pk).update(is_staff=True, is_superuser=True)
    settings.RIP_RATE_LIMITS = True
    settings.RIP_REDIS_URL = ""
    stores.store.cache_clear()
    yield
    stores.store.cache_clear()


def _post(client: Client, path: str, fields: dict[str, str]) -> Any:
    return client.post(path, fields, REMOTE_ADDR=HERE, headers={"Accept-Language": "ru"})


def _page(client: Client, password: str) -> Any:
    return _post(client, "/accounts/login/", {"login": "owner", "password": password})


def _admin(client: Client, password: str) -> Any:
    return _post(client, "/admin/login/", {"username": "owner", "password": password})


def _again(client: Client, password: str) -> Any:
    client.force_login(User.objects.get())
    return _post(client, "/accounts/reauthenticate/", {"password": password})


def _change(client: Client, password: str) -> Any:
    client.force_login(User.objects.get())
    fields = {"oldpassword": password, "password1": NEW, "password2": NEW}
    return _post(client, "/accounts/password/change/", fields)


def _delete(client: Client, password: str) -> Any:
    client.force_login(User.objects.get())
    return _post(client, "/profile/delete/", {"password": password})


DOORS: Final = [_page, _admin, _again, _change, _delete]


@pytest.mark.django_db
@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__.strip("_"))
def test_the_sixth_wrong_password_is_not_compared(client: Client, door: Door) -> None:
    assert [door(client, "wrong").status_code for _ in range(5)] == [200] * 5
    refused = door(client, PASSWORD)
    assert refused.status_code == 429
    assert int(refused["Retry-After"]) in (1, 2)
    text = refused.content.decode()
    assert "Слишком много неверных паролей" in text
    assert "Подождите" in text
    assert User.objects.get().check_password(PASSWORD)


@pytest.mark.django_db
@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__.strip("_"))
def test_the_right_one_is_taken_after_four_wrong_ones(client: Client, door: Door) -> None:
    for _ in range(4):
        door(client, "wrong")
    assert door(client, PASSWORD).status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize("first", DOORS, ids=lambda door: door.__name__.strip("_"))
def test_all_doors_count_together(client: Client, first: Door) -> None:
    for _ in range(5):
        first(client, "wrong")
    assert {door(Client(), PASSWORD).status_code for door in DOORS} == {429}


@pytest.mark.django_db
def test_the_admin_changes_a_password_on_the_page_of_the_account(client: Client) -> None:
    client.force_login(User.objects.get())
    answer = client.get("/admin/password_change/")
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/password/change/")


@pytest.mark.django_db(transaction=True)
def test_the_api_says_when_to_come_back() -> None:
    wrong = {"username": "owner", "password": "wrong"}
    answers = [ask("POST", "/api/token/", json=wrong) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [401] * 5
    right = {"username": "owner", "password": PASSWORD}
    refused = ask("POST", "/api/token/", json=right, headers={"Accept-Language": "en"})
    assert refused.status_code == 429
    assert int(refused.headers["retry-after"]) in (1, 2)
    problem = refused.json()
    assert problem["type"] == "urn:rip:too-many-attempts"
    assert problem["detail"].startswith("Your password was not checked. Wait ")


@pytest.mark.django_db
def test_strangers_lock_nobody_out_of_the_page(client: Client, settings: Settings) -> None:
    """The library's own limit counts by name, whoever asks."""
    assert settings.ACCOUNT_RATE_LIMITS is False
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": None}
    fields = {"login": "owner", "password": "wrong"}
    for number in range(20):
        client.post("/accounts/login/", fields, REMOTE_ADDR=f"203.0.113.{number}")
    assert _page(client, PASSWORD).status_code == 302
