"""Registering: which accounts come to be, and all that is wrong with those that do not."""

import pytest
from pytest_django import Settings

from rip.accounts.models import NAME_TAKEN, Consent, User
from rip.accounts.registration import user_register
from rip.accounts.sessions import session_of, user_sign_in
from rip.core.errors import BadInput
from tests.conftest import PASSWORD


def _faults(username: str = "masha", password: str = PASSWORD, email: str = "") -> set[str]:
    with pytest.raises(BadInput) as caught:
        user_register(username=username, password=password, email=email)
    return set(caught.value.errors)


@pytest.mark.parametrize("username", ["masha", "Маша", "masha.k@example.org", "м_1-2+3", "я" * 150])
def test_a_new_account_can_sign_in(db: None, username: str) -> None:
    user = user_register(username=username, password=PASSWORD, email="masha@example.org")
    pair = user_sign_in(username=username, password=PASSWORD)
    assert session_of(access=pair.access).user == user
    assert (user.username, user.email) == (username, "masha@example.org")


def test_a_new_account_has_no_rights(db: None) -> None:
    user = user_register(username="masha", password=PASSWORD)
    assert not user.is_staff
    assert not user.is_superuser


@pytest.mark.parametrize("username", ["owner", "Owner", "OWNER"])
def test_a_taken_name_is_refused_in_any_case(owner: User, username: str) -> None:
    assert _faults(username) == {"username"}
    assert User.objects.count() == 1


@pytest.mark.parametrize("username", ["маша", "Маша", "МАША", "ＭＡＳＨＡ"])
def test_a_taken_name_is_refused_in_any_case_and_script(db: None, username: str) -> None:
    user_register(username="маша", password=PASSWORD)
    user_register(username="masha", password=PASSWORD)
    assert _faults(username) == {"username"}


@pytest.mark.parametrize("password", ["1", "12345678901", "password", "masha-1", "short"])
def test_a_weak_password_is_refused(db: None, password: str) -> None:
    assert _faults(username="masha-1", password=password) == {"password"}


@pytest.mark.parametrize(
    "username", ["", "a b", "a/b", "<b>", "a\nb", "a\x00b", "💬", "а;б", "я" * 151]
)
def test_an_odd_name_is_refused(db: None, username: str) -> None:
    assert _faults(username) == {"username"}


@pytest.mark.parametrize("email", ["masha", "@", "a@b", "a b@example.org", "м@" + "я" * 300])
def test_an_odd_address_is_refused(db: None, email: str) -> None:
    assert _faults(email=email) == {"email"}


def test_everything_that_is_wrong_is_said_at_once(owner: User) -> None:
    assert _faults("a b", "1", "nobody") == {"username", "password", "email"}
    assert _faults("OWNER", "1", "nobody") == {"username", "password", "email"}


def test_a_password_like_the_name_or_the_address_is_refused(db: None) -> None:
    assert _faults("alexandra", "alexandra1") == {"password"}
    assert _faults("masha", "alexandra1", "alexandra@example.org") == {"password"}


def test_a_consent_is_kept_only_if_it_was_given(db: None, settings: Settings) -> None:
    user_register(username="dasha", password=PASSWORD)
    user = user_register(username="masha", password=PASSWORD, consent_ip="192.0.2.7")
    consent = Consent.objects.get()
    assert (consent.user, consent.ip) == (user, "192.0.2.7")
    assert consent.text_version == settings.RIP_PERSONAL_DATA_VERSION


def test_of_a_taken_name_no_consent_stays(owner: User) -> None:
    with pytest.raises(BadInput):
        user_register(username="owner", password=PASSWORD, consent_ip="192.0.2.7")
    assert not Consent.objects.exists()


def test_of_the_address_that_consent_came_from_no_more_is_kept_than_fits(db: None) -> None:
    user_register(username="masha", password=PASSWORD, consent_ip="x" * 60 + "12345")
    assert Consent.objects.get().ip == "x" * 60 + "1234"


class TakesTheName:
    """A check of passwords during which somebody else gets the name."""

    def validate(self, _password: str, user: User) -> None:
        User.objects.create_user(user.username.upper())


def test_a_name_that_is_taken_meanwhile_is_refused_as_any_other(
    db: None, settings: Settings
) -> None:
    settings.AUTH_PASSWORD_VALIDATORS = [{"NAME": f"{__name__}.TakesTheName"}]
    with pytest.raises(BadInput) as caught:
        user_register(username="masha", password=PASSWORD, consent_ip="192.0.2.7")
    assert caught.value.errors == {"username": [NAME_TAKEN]}
    assert User.objects.get().username == "MASHA"
    assert not Consent.objects.exists()
