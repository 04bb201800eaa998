"""POST /api/token/revoke/: logging out of this log-in, or of all."""

from typing import Any

import httpx
import pytest

from tests.kit.people import Person


def _signed_in(person: Person) -> bool:
    return person.http.get("/api/v1/accounts/me").status_code == 200


def _can_refresh(person: Person) -> bool:
    body = {"refresh": person.refresh}
    return httpx.post(f"{person.server.url}/api/token/refresh/", json=body).status_code == 200


def test_logging_out_ends_this_log_in_only(owner: Person, elsewhere: Person) -> None:
    answer = owner.http.post("/api/token/revoke/", json={}, headers={"Accept-Language": "en"})
    assert (answer.status_code, answer.json()) == (200, {"message": "Logged out."})
    assert not _signed_in(owner)
    assert not _can_refresh(owner)
    assert _signed_in(elsewhere)
    assert _can_refresh(elsewhere)


def test_it_takes_no_body(owner: Person) -> None:
    assert owner.http.post("/api/token/revoke/").status_code == 200
    assert not _signed_in(owner)


def test_logging_out_everywhere_ends_every_log_in(owner: Person, elsewhere: Person) -> None:
    answer = owner.http.post(
        "/api/token/revoke/", json={"all": True}, headers={"Accept-Language": "en"}
    )
    assert (answer.status_code, answer.json()) == (200, {"message": "Logged out everywhere."})
    for person in (owner, elsewhere):
        assert not _signed_in(person)
        assert not _can_refresh(person)
    owner.sign_in()
    assert _signed_in(owner)


def test_the_refresh_token_is_enough_to_log_out(
    owner: Person, elsewhere: Person, nobody: httpx.Client
) -> None:
    answer = nobody.post("/api/token/revoke/", data={"refresh": owner.refresh})
    assert answer.status_code == 200
    assert not _signed_in(owner)
    assert _signed_in(elsewhere)


def test_the_refresh_token_is_enough_to_log_out_everywhere(
    owner: Person, elsewhere: Person, nobody: httpx.Client
) -> None:
    body = {"refresh": owner.refresh, "all": True}
    assert nobody.post("/api/token/revoke/", json=body).status_code == 200
    assert not _signed_in(owner)
    assert not _signed_in(elsewhere)


def test_others_stay_signed_in(owner: Person, stranger: Person) -> None:
    owner.http.post("/api/token/revoke/", json={"all": True})
    assert _signed_in(stranger)


def test_nobody_cannot_log_anyone_out(nobody: httpx.Client) -> None:
    answer = nobody.post("/api/token/revoke/", json={"all": True})
    assert answer.status_code == 401
    assert answer.json()["type"] == "urn:rip:not-signed-in"


def test_logging_out_twice_says_that_the_token_has_ended(owner: Person) -> None:
    assert owner.http.post("/api/token/revoke/").status_code == 200
    assert owner.http.post("/api/token/revoke/").status_code == 401


@pytest.mark.parametrize("token", ["x", "a.b.c", "\x00"])
def test_a_refresh_token_that_is_none_is_refused(nobody: httpx.Client, token: str) -> None:
    assert nobody.post("/api/token/revoke/", json={"refresh": token}).status_code == 401


def test_an_access_token_is_not_taken_as_refresh_token(owner: Person, nobody: httpx.Client) -> None:
    assert nobody.post("/api/token/revoke/", json={"refresh": owner.access}).status_code == 401
    assert _signed_in(owner)


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ({"all": "perhaps"}, {"all"}),
        ({"all": 1}, {"all"}),
        ({"all": None, "refresh": 7}, {"all", "refresh"}),
    ],
)
def test_odd_fields_are_named_and_end_nothing(
    owner: Person, body: dict[str, Any], wrong: set[str]
) -> None:
    answer = owner.http.post("/api/token/revoke/", json=body)
    assert answer.status_code == 400
    assert set(answer.json()["errors"]) == wrong
    assert _signed_in(owner)
