"""Each limit of the account calls, at the limit and one beyond."""

from collections.abc import Iterator
from typing import Any, Final, TypeAlias

import pytest
from pytest_django import Settings

from rip.accounts.models import User
from rip.core.http import limits
from tests.conftest import PASSWORD
from tests.core.http.front_door import ask, ask_all

# Also where no row is read: a database thread that was idle looks if its connection still works.
pytestmark = pytest.mark.django_db(transaction=True)

Call: TypeAlias = tuple[str, str, dict[str, Any]]

SIGN_IN: Final = "/api/token/"
REFRESH: Final = "/api/token/refresh/"
REVOKE: Final = "/api/token/revoke/"
REGISTER: Final = "/api/v1/accounts/register"
GUEST: Final = "/api/v1/accounts/guest"
AT: Final = "@example.org"

# The call, the field, its longest and its shortest, and the status of a call at either limit.
LENGTHS: Final = [
    (SIGN_IN, "username", 150, 1, 401),
    (SIGN_IN, "password", 4096, 1, 401),
    (REFRESH, "refresh", 4096, 1, 401),
    (REVOKE, "refresh", 4096, 1, 401),
    (REGISTER, "username", 150, 1, 201),
    (REGISTER, "password", 1024, 8, 201),
    (REGISTER, "email", 254, len("a@b.cc"), 201),
]
# The call, how often a minute or an hour it may be made, and the status until then.
RATES: Final = [(SIGN_IN, 30, 400), (REFRESH, 600, 400), (REGISTER, 20, 400), (GUEST, 20, 403)]


def value_of(field: str, length: int) -> str:
    if field != "email":
        # Neither common nor of digits alone.
        return ("жуковка" * length)[:length]
    return "a" * (length - len(AT)) + AT if length > len(AT) else "a" * (length - 5) + "@b.cc"


def body(path: str, field: str, length: int) -> dict[str, Any]:
    others = {SIGN_IN: ("username", "password"), REGISTER: ("username", "password")}
    whole = {"username": "masha", "password": PASSWORD}
    fields = {name: whole[name] for name in others.get(path, ())}
    return {**fields, field: value_of(field, length)}


@pytest.mark.parametrize(
    ("path", "field", "longest", "shortest", "status"),
    LENGTHS,
    ids=[f"{path} {field}" for path, field, *_ in LENGTHS],
)
def test_a_field_may_be_just_as_long_and_as_short(
    path: str, field: str, longest: int, shortest: int, status: int
) -> None:
    assert len(value_of(field, longest)) == longest
    for length in (longest, shortest):
        answer = ask("POST", path, json=body(path, field, length))
        assert answer.status_code == status, answer.text
        if status == 201:
            # So that the next may have the same name.
            User.objects.all().delete()
    for length in (longest + 1, shortest - 1):
        answer = ask("POST", path, json=body(path, field, length))
        assert answer.status_code == 400
        assert set(answer.json()["errors"]) == {field}


@pytest.fixture
def limited(settings: Settings) -> Iterator[None]:
    settings.RIP_RATE_LIMITS = True
    settings.RIP_REDIS_URL = ""
    settings.RIP_GUESTS = False
    limits.limiters.cache_clear()
    yield
    limits.limiters.cache_clear()


@pytest.mark.usefixtures("limited")
@pytest.mark.parametrize(("path", "most", "status"), RATES, ids=[path for path, *_ in RATES])
def test_a_call_may_be_made_just_so_often(path: str, most: int, status: int) -> None:
    answers = ask_all([("POST", path, {"json": {}})] * (most + 1))
    assert [answer.status_code for answer in answers] == [status] * most + [429]
    seconds = int(answers[-1].headers["retry-after"])
    assert 1 <= seconds <= (60 if path in (SIGN_IN, REFRESH) else 3600)


@pytest.mark.usefixtures("limited")
def test_each_call_is_counted_by_itself() -> None:
    calls: list[Call] = [("POST", SIGN_IN, {"json": {}})] * 31 + [("POST", REFRESH, {"json": {}})]
    assert [answer.status_code for answer in ask_all(calls)][-2:] == [429, 400]
