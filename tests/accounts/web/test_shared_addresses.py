"""An address that several accounts give is that of whoever has confirmed it."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import authenticate
from django.core import mail
from django.test import Client

from rip.accounts.models import User
from rip.accounts.registration import user_register

pytestmark = pytest.mark.django_db

ADDRESS = "owner@example.org"
FIRST = "кошка-на-окошке-7"
LATER = "собака-у-двери-9"


@pytest.fixture
def earlier(db: None) -> User:
    return user_register(username="earlier", password=FIRST, email=ADDRESS)


@pytest.fixture
def later(earlier: User) -> User:
    return user_register(username="later", password=LATER, email=ADDRESS)


def confirm(user: User) -> None:
    EmailAddress.objects.create(user=user, email=ADDRESS, verified=True, primary=True)


def test_it_is_the_oldest_accounts_while_nobody_has_confirmed_it(
    earlier: User, later: User
) -> None:
    assert authenticate(username=ADDRESS, password=FIRST) == earlier
    assert authenticate(username=ADDRESS, password=LATER) is None


def test_it_is_the_account_of_whoever_has_confirmed_it(earlier: User, later: User) -> None:
    confirm(later)
    assert authenticate(username=ADDRESS.upper(), password=LATER) == later
    assert authenticate(username=ADDRESS, password=FIRST) is None


def test_a_name_that_is_somebodys_address_takes_no_log_in_over(earlier: User) -> None:
    confirm(earlier)
    user_register(username=ADDRESS, password=LATER)
    assert authenticate(username=ADDRESS, password=FIRST) == earlier
    assert authenticate(username=ADDRESS, password=LATER) is None


def test_one_password_is_compared_however_many_share_it(
    earlier: User, later: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[User] = []
    monkeypatch.setattr(User, "check_password", lambda user, _given: compared.append(user))
    authenticate(username=ADDRESS, password="wrong")
    assert compared == [earlier]


def test_a_new_password_is_for_the_account_that_has_confirmed_it(
    earlier: User, later: User
) -> None:
    confirm(earlier)
    Client().post("/accounts/password/reset/", {"email": ADDRESS})
    [letter] = mail.outbox
    assert "earlier" in letter.body
    assert "later" not in letter.body
