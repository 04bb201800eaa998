"""Signing in and out on the pages, and getting a new password."""

import pytest
from django.core import mail
from django.test import Client
from pytest_django import Settings

from rip.accounts.models import User
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db

SIGN_IN = "/accounts/login/"
NEW_PASSWORD = "другая-длинная-фраза-8"


@pytest.fixture(autouse=True)
def address(owner: User) -> None:
    owner.email = "owner@example.org"
    owner.save()


def sign_in(client: Client, login: str, password: str = PASSWORD, **more: str) -> int:
    return client.post(SIGN_IN, {"login": login, "password": password, **more}).status_code


@pytest.mark.parametrize("login", ["owner", "OWNER", "owner@example.org", "Owner@Example.org"])
def test_by_name_or_address_in_any_case(client: Client, login: str) -> None:
    assert sign_in(client, login) == 302
    assert "owner" in client.get("/profile/").content.decode()


@pytest.mark.parametrize(
    ("login", "password"),
    [("owner", "wrong"), ("nobody", PASSWORD), ("", ""), ("owner\x00", PASSWORD), ("я" * 500, "я")],
)
def test_what_is_wrong_signs_nobody_in(client: Client, login: str, password: str) -> None:
    assert sign_in(client, login, password) == 200
    assert client.get("/profile/").status_code == 302


def test_a_deactivated_account_signs_nobody_in(client: Client, owner: User) -> None:
    User.objects.filter(pk=owner.pk).update(is_active=False)
    sign_in(client, "owner")
    assert client.get("/profile/").status_code == 302


def test_who_comes_from_a_page_goes_back_to_it_but_never_to_another_site(
    client: Client, settings: Settings
) -> None:
    assert client.get("/profile/")["Location"] == f"{SIGN_IN}?next=/profile/"
    fields = {"login": "owner", "password": PASSWORD}
    there = client.post(SIGN_IN, {**fields, "next": "/profile/"})
    assert there["Location"] == "/profile/"
    settings.ALLOWED_HOSTS = ["testserver", "other.example"]
    settings.CSRF_TRUSTED_ORIGINS = ["https://shop.example"]
    for host in ("evil.example", "other.example", "shop.example"):
        site = f"https://{host}/"
        assert Client().post(SIGN_IN, {**fields, "next": site})["Location"] == "/"


def test_signing_out_takes_a_post(client: Client) -> None:
    sign_in(client, "owner")
    client.get("/accounts/logout/")
    assert client.get("/profile/").status_code == 200
    client.post("/accounts/logout/")
    assert client.get("/profile/").status_code == 302


def test_signing_out_everywhere_ends_other_browsers_too(client: Client) -> None:
    other = Client()
    for browser in (client, other):
        sign_in(browser, "owner")
    assert client.post("/profile/log-out-everywhere/")["Location"] == SIGN_IN
    for browser in (client, other):
        assert browser.get("/profile/").status_code == 302


def test_nobody_can_sign_others_out(client: Client, owner: User) -> None:
    client.post("/profile/log-out-everywhere/")
    owner.refresh_from_db()
    assert owner.session_version == 0


def test_a_forgotten_password_is_replaced_by_letter(client: Client) -> None:
    client.post("/accounts/password/reset/", {"email": "owner@example.org"})
    [letter] = mail.outbox
    [link] = [word for word in letter.body.split() if "/accounts/password/reset/key/" in word]
    form = client.get(link, follow=True)
    answer = client.post(
        form.request["PATH_INFO"], {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    )
    assert answer.status_code == 302
    assert sign_in(Client(), "owner") == 200
    assert sign_in(Client(), "owner", NEW_PASSWORD) == 302


def test_without_a_mail_server_one_is_told_to_try_later(client: Client, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    answer = client.post("/accounts/password/reset/", {"email": "owner@example.org"})
    assert answer.status_code == 503
    assert "Письмо не удалось отправить" in answer.content.decode()


def test_a_sign_in_needs_no_redis_to_be_there(client: Client, settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": "3/m/ip"}
    settings.CACHES = {
        "default": {"BACKEND": "rip.core.cache.SharedCache", "LOCATION": "redis://127.0.0.1:1/0"}
    }
    for _ in range(3):
        assert sign_in(client, "owner", "wrong") == 200
    assert sign_in(client, "owner") == 429
    assert client.get("/profile/").status_code == 302


def test_another_address_is_added_by_who_knows_the_password(client: Client, owner: User) -> None:
    client.force_login(owner)
    answer = client.post("/accounts/email/", {"action_add": "", "email": "new@example.org"})
    assert answer["Location"].startswith("/accounts/reauthenticate/")
    assert mail.outbox == []


def test_whether_an_address_has_an_account_is_not_told(client: Client) -> None:
    known = client.post("/accounts/password/reset/", {"email": "owner@example.org"})
    unknown = client.post("/accounts/password/reset/", {"email": "nobody@example.org"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize(
    "path", [SIGN_IN, "/accounts/signup/", "/accounts/password/reset/", "/privacy/"]
)
def test_the_pages_are_there_in_both_languages(client: Client, path: str, language: str) -> None:
    page = client.get(path, headers={"Accept-Language": language})
    assert page.status_code == 200
    assert f'<html lang="{language}"' in page.content.decode()


@pytest.mark.parametrize("path", ["/profile/", "/accounts/email/", "/accounts/password/change/"])
def test_pages_of_an_account_are_its_own(client: Client, path: str) -> None:
    assert client.get(path).status_code == 302
    sign_in(client, "owner")
    assert client.get(path).status_code == 200
