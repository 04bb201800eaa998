"""Passwords are hashed with argon2id, and older hashes are replaced at sign-in."""

import pytest
from argon2 import Type, extract_parameters
from django.contrib.auth.hashers import make_password
from django.test import override_settings
from pytest_django import Settings

from rip.accounts.models import User
from rip.accounts.sessions import WrongPassword, family_refresh, session_of, user_sign_in
from tests.conftest import PASSWORD

OLDER_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]


@pytest.fixture(autouse=True)
def shipped_hashers(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = settings.SHIPPED_PASSWORD_HASHERS


@pytest.fixture
def veteran(db: None) -> User:
    """Registered when passwords were hashed with other parameters."""
    with override_settings(PASSWORD_HASHERS=OLDER_HASHERS):
        return User.objects.create(username="veteran", password=make_password(PASSWORD))


def test_a_password_is_kept_as_argon2id_with_the_owasp_parameters(owner: User) -> None:
    algorithm, _, encoded = owner.password.partition("$")
    parameters = extract_parameters(f"${encoded}")
    assert algorithm == "argon2"
    assert parameters.type is Type.ID
    assert (parameters.memory_cost, parameters.time_cost, parameters.parallelism) == (19456, 2, 1)
    assert parameters.salt_len >= 16


def test_one_password_is_kept_differently_for_two_users(owner: User, stranger: User) -> None:
    assert owner.password != stranger.password
    assert PASSWORD not in owner.password


def test_an_older_hash_is_replaced_when_its_user_signs_in(veteran: User, owner: User) -> None:
    before = veteran.password
    user_sign_in(username="veteran", password=PASSWORD)
    veteran.refresh_from_db()
    assert veteran.password != before
    assert veteran.password.split("$")[:4] == owner.password.split("$")[:4]


def test_the_tokens_of_that_sign_in_are_good(veteran: User) -> None:
    pair = user_sign_in(username="veteran", password=PASSWORD)
    assert session_of(access=pair.access).user == veteran
    assert session_of(access=family_refresh(refresh=pair.refresh).access).user == veteran


def test_a_wrong_password_leaves_the_older_hash_alone(veteran: User) -> None:
    before = veteran.password
    with pytest.raises(WrongPassword):
        user_sign_in(username="veteran", password="wrong")
    veteran.refresh_from_db()
    assert veteran.password == before
