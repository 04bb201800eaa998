"""Guessing a password is slowed down, and nobody can slow down anybody else by it."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Final

import pytest
from pytest_django import Settings

from rip.accounts.attempts import stores
from rip.accounts.attempts.policy import TooManyAttempts
from rip.accounts.models import User
from rip.accounts.registration import user_rename
from rip.accounts.sessions import WrongPassword, user_sign_in
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db

HERE: Final = "192.0.2.1"
ELSEWHERE: Final = "198.51.100.7"


class Clock:
    def __init__(self) -> None:
        self.time = 1_000_000.0

    def __call__(self) -> float:
        return self.time


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr("rip.accounts.attempts.policy.time.time", clock)
    return clock


@pytest.fixture(autouse=True)
def limited(settings: Settings, clock: Clock) -> Iterator[None]:
    settings.RIP_RATE_LIMITS = True
    settings.RIP_REDIS_URL = ""
    stores.store.cache_clear()
    yield
    stores.store.cache_clear()


def tried(address: str = HERE, password: str = "wrong", name: str = "owner") -> int | None:
    """The seconds to wait before a password is compared; None if it is wrong, 0 if it is right."""
    try:
        user_sign_in(username=name, password=password, address=address)
    except TooManyAttempts as error:
        return error.retry_after
    except WrongPassword:
        return None
    return 0


def guess_from_everywhere(times: int, name: str = "owner") -> None:
    for number in range(times):
        assert tried(f"203.0.{number // 250}.{number % 250}", name=name) is None


def test_five_are_free_and_then_the_wait_doubles_up_to_a_quarter_of_an_hour(
    owner: User, clock: Clock
) -> None:
    assert [tried() for _ in range(5)] == [None] * 5
    waits = []
    for _ in range(12):
        wait = tried()
        assert wait is not None
        waits.append(wait)
        clock.time += wait - 0.001
        assert tried(password=PASSWORD) == 1
        clock.time += 0.001
        assert tried() is None
    assert waits == [2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]


def test_who_waits_gets_in_and_begins_anew(owner: User, clock: Clock) -> None:
    for _ in range(5):
        tried()
    assert tried(password=PASSWORD) == 2
    clock.time += 2
    assert tried(password=PASSWORD) == 0
    assert [tried() for _ in range(5)] == [None] * 5
    assert tried() == 2


def test_a_refused_attempt_is_not_counted(owner: User, clock: Clock) -> None:
    for _ in range(5):
        tried()
    assert {tried() for _ in range(100)} == {2}
    clock.time += 2
    assert tried(password=PASSWORD) == 0


@pytest.mark.parametrize("name", ["OWNER", "ｏｗｎｅｒ", "owner@example.org", "Owner@Example.org"])
def test_every_way_to_name_an_account_counts_together(owner: User, name: str) -> None:
    User.objects.filter(pk=owner.pk).update(email="owner@example.org")
    assert [tried(name=name) for _ in range(5)] == [None] * 5
    assert tried(name="owner") == 2


def test_another_name_does_not_make_the_wait_shorter(owner: User) -> None:
    for _ in range(5):
        tried()
    user_rename(user=owner, username="another")
    assert tried(name="another") == 2


def test_a_name_that_nobody_has_is_counted_the_same(owner: User) -> None:
    assert [tried(name="nobody") for _ in range(5)] == [None] * 5
    assert tried(name="NOBODY") == 2


def test_other_accounts_and_other_networks_are_not_slowed(owner: User, stranger: User) -> None:
    for _ in range(6):
        tried()
    assert tried(password=PASSWORD, name="stranger") == 0
    assert tried(ELSEWHERE, PASSWORD) == 0


def test_the_addresses_of_one_64_are_one_network(owner: User) -> None:
    assert [tried(f"2001:db8::{number}") for number in range(5)] == [None] * 5
    assert tried("2001:db8::ffff") == 2
    assert tried("2001:db8:0:1::1") is None


def test_a_network_that_guesses_at_many_accounts_is_slowed_for_all(
    owner: User, clock: Clock
) -> None:
    assert [tried(name=f"name{number}") for number in range(50)] == [None] * 50
    assert tried(name="name51") == 6
    assert tried(password=PASSWORD) == 6
    assert tried(ELSEWHERE, PASSWORD) == 0
    clock.time += 6
    assert tried(password=PASSWORD) == 0


def test_who_has_signed_in_from_a_network_is_not_slowed_by_guesses_from_it_at_others(
    owner: User,
) -> None:
    assert tried(password=PASSWORD) == 0
    for number in range(50):
        tried(name=f"name{number}")
    assert tried(name="name51") == 6
    assert tried(password=PASSWORD) == 0


def test_an_account_that_is_guessed_at_everywhere_stays_open_to_its_owner(owner: User) -> None:
    assert tried(password=PASSWORD) == 0
    guess_from_everywhere(300)
    assert [tried() for _ in range(5)] == [None] * 5
    assert tried(ELSEWHERE, PASSWORD) == 0


def test_an_unknown_network_has_one_guess_at_an_account_that_is_guessed_at(
    owner: User, clock: Clock
) -> None:
    guess_from_everywhere(50)
    assert [tried(ELSEWHERE), tried(ELSEWHERE)] == [None, 60]
    clock.time += 60
    assert [tried(ELSEWHERE), tried(ELSEWHERE)] == [None, 120]
    # One of them is forgotten each minute.
    clock.time += 20 * 60
    assert [tried(HERE), tried(HERE)] == [None, None]


def test_those_who_sign_in_do_not_count_as_guesses(owner: User) -> None:
    for _ in range(60):
        assert tried(password=PASSWORD) == 0
    owner.known_networks.all().delete()
    assert [tried() for _ in range(5)] == [None] * 5


def test_a_32_is_counted_too_where_that_is_set(owner: User, settings: Settings) -> None:
    def all_tried(times: int) -> list[int | None]:
        return [
            tried(f"2001:db8:{number:x}::1", name=f"name{number % 40}") for number in range(times)
        ]

    settings.RIP_WIDE_NETWORK_LIMITS = True
    assert all_tried(1001) == [None] * 1000 + [1]
    assert tried("2001:db9::1") is None
    settings.RIP_WIDE_NETWORK_LIMITS = False
    assert tried("2001:db8:ffff::1") is None


def test_no_limits_means_none(owner: User, settings: Settings) -> None:
    settings.RIP_RATE_LIMITS = False
    assert {tried() for _ in range(60)} == {None}


def test_a_refusal_compares_nothing(owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(5):
        tried()
    compared = []
    monkeypatch.setattr(User, "check_password", lambda *given: compared.append(given))
    assert tried(password=PASSWORD) == 2
    assert compared == []


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_no_more_are_compared_than_are_free(owner: User) -> None:
    together = Barrier(20)

    def guess(_number: int) -> int | None:
        together.wait()
        return tried()

    with ThreadPoolExecutor(20) as threads:
        answers = list(threads.map(guess, range(20)))
    assert sorted(answers, key=str) == [2] * 15 + [None] * 5
