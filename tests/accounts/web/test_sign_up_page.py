"""Signing up on the page: an account, a consent of its own, and a letter to confirm the address."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import connections
from django.test import Client
from pytest_django import Settings

from rip.accounts.models import Consent, User
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db

SIGN_UP = "/accounts/signup/"
FIELDS = {
    "username": "Маша",
    "email": "masha@example.org",
    "password1": PASSWORD,
    "consent": "on",
}


def test_it_makes_an_account_signs_in_and_keeps_the_consent(
    client: Client, settings: Settings
) -> None:
    answer = client.post(SIGN_UP, FIELDS)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    user = User.objects.get(username="Маша")
    assert client.get("/profile/").status_code == 200
    consent = Consent.objects.get(user=user)
    assert consent.text_version == settings.RIP_PERSONAL_DATA_VERSION
    assert consent.ip == "127.0.0.1"
    assert not user.is_staff
    assert user.password.startswith("argon2")


def test_the_letter_confirms_the_address(client: Client) -> None:
    client.post(SIGN_UP, FIELDS)
    [letter] = mail.outbox
    assert letter.to == ["masha@example.org"]
    [link] = [word for word in letter.body.split() if "/accounts/confirm-email/" in word]
    page = client.get(link)
    assert page.status_code == 200
    assert client.post(link).status_code == 302
    assert EmailAddress.objects.get(user__username="Маша").verified


def test_without_consent_there_is_no_account_and_the_box_is_not_ticked(client: Client) -> None:
    page = client.get(SIGN_UP).content.decode()
    assert 'name="consent"' in page
    assert "checked" not in page
    answer = client.post(SIGN_UP, {**FIELDS, "consent": ""})
    assert answer.status_code == 200
    assert "Без вашего согласия" in answer.content.decode()
    assert not User.objects.exists()


@pytest.mark.parametrize("name", ["owner", "OWNER", "Owner"])
def test_a_taken_name_is_refused_in_any_case(owner: User, client: Client, name: str) -> None:
    answer = client.post(SIGN_UP, {**FIELDS, "username": name})
    assert "Это имя уже занято" in answer.content.decode()
    assert User.objects.count() == 1


def test_a_taken_address_is_not_told_to_strangers(client: Client) -> None:
    Client().post(SIGN_UP, FIELDS)
    answer = client.post(SIGN_UP, {**FIELDS, "username": "Даша"})
    assert answer.status_code == 302
    assert [letter.to for letter in mail.outbox] == [["masha@example.org"]] * 2


def test_an_account_is_made_although_the_letter_could_not_be_sent(
    client: Client, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert client.post(SIGN_UP, FIELDS).status_code == 302
    assert client.get("/profile/").status_code == 200


def test_rights_cannot_be_asked_for(client: Client) -> None:
    client.post(SIGN_UP, {**FIELDS, "is_staff": "on", "is_superuser": "on", "is_guest": "on"})
    user = User.objects.get()
    assert not any([user.is_staff, user.is_superuser, user.is_guest])


@pytest.mark.django_db(transaction=True)
def test_of_several_who_want_one_name_at_once_one_gets_it() -> None:
    def sign_up(turn: int) -> int:
        try:
            name = ("маша", "МАША")[turn % 2]
            fields = {**FIELDS, "username": name, "email": f"masha-{turn}@example.org"}
            return Client().post(SIGN_UP, fields).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        assert set(pool.map(sign_up, range(6))) <= {200, 302}
    assert User.objects.count() == 1
