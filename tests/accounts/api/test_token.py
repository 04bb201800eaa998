"""POST /api/token/: a user name and a password for an access and a refresh token."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tests.conftest import PASSWORD
from tests.kit.people import Person
from tests.kit.problems import problem


def _form(fields: dict[str, str]) -> dict[str, Any]:
    return {"files": {name: (None, value) for name, value in fields.items()}}


@pytest.mark.parametrize(
    "written", [lambda fields: {"json": fields}, lambda fields: {"data": fields}, _form]
)
def test_json_a_form_and_a_multipart_form_are_all_taken(
    owner: Person, nobody: httpx.Client, written: Callable[[dict[str, str]], dict[str, Any]]
) -> None:
    fields = {"username": owner.username, "password": PASSWORD}
    answer = nobody.post("/api/token/", **written(fields))
    assert answer.status_code == 200
    assert set(answer.json()) == {"access", "refresh"}
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["cache-control"] == "no-store"


def test_the_access_token_signs_its_owner_in(owner: Person, nobody: httpx.Client) -> None:
    authorization = {"Authorization": f"Bearer {owner.access}"}
    answer = nobody.get("/api/v1/accounts/me", headers=authorization)
    assert answer.json()["username"] == owner.username


@pytest.mark.parametrize(
    "change", [{"password": "wrong"}, {"username": "nobody-at-all"}, {"username": "%"}]
)
def test_a_wrong_name_and_a_wrong_password_get_one_and_the_same_answer(
    owner: Person, nobody: httpx.Client, change: dict[str, str]
) -> None:
    answer = nobody.post(
        "/api/token/",
        json={"username": owner.username, "password": PASSWORD, **change},
        headers={"Accept-Language": "en"},
    )
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["www-authenticate"] == "Bearer"
    assert answer.json() == {
        "type": "urn:rip:wrong-password",
        "title": "Wrong user name or password",
        "status": 401,
        "detail": "Check the user name and the password and try again.",
    }


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({}, {"username", "password"}),
        ({"username": "", "password": ""}, {"username", "password"}),
        ({"username": None, "password": ["1"]}, {"username", "password"}),
        ({"username": "vasya", "password": 1}, {"password"}),
        ({"username": "v" * 151, "password": "p" * 4097}, {"username", "password"}),
    ],
)
def test_fields_that_cannot_be_right_are_all_named(
    nobody: httpx.Client, fields: dict[str, Any], wrong: set[str]
) -> None:
    answer = nobody.post("/api/token/", json=fields)
    assert answer.status_code == 400
    assert set(answer.json()["errors"]) == wrong


@pytest.mark.parametrize(
    ("content", "content_type", "status"),
    [
        (b"{", "application/json", 400),
        (b"[]", "application/json", 400),
        (b'{"username":"\\ud800","password":"\\u0000"}', "application/json", 400),
        (b'{"username":"a\\u0000","password":"\\u0000"}', "application/json", 401),
        (b"username=%00&password=%00", "application/x-www-form-urlencoded", 401),
        (b"username=a&password=%ED%A0%80", "application/x-www-form-urlencoded", 400),
        (b"--b\r\nContent-Disp", "multipart/form-data; boundary=b", 400),
        (b"username=a", "text/plain", 415),
    ],
)
def test_odd_bodies_are_refused_and_never_surprise(
    nobody: httpx.Client, content: bytes, content_type: str, status: int
) -> None:
    answer = nobody.post("/api/token/", content=content, headers={"Content-Type": content_type})
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("charset", "status"), [("unicode_escape", 400), ("utf-7", 400), ("no-such-charset", 401)]
)
def test_a_form_in_an_odd_charset_never_surprises(
    nobody: httpx.Client, charset: str, status: int
) -> None:
    part = b'--b\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n'
    body = part % (b"username", b"\\ud800+2AA-") + part % (b"password", b"\\ud800+2AA-")
    answer = nobody.post(
        "/api/token/",
        content=body + b"--b--\r\n",
        headers={"Content-Type": f"multipart/form-data; boundary=b; charset={charset}"},
    )
    problem(answer, status)


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE"])
def test_other_methods_are_refused(nobody: httpx.Client, method: str) -> None:
    answer = nobody.request(method, "/api/token/")
    assert answer.status_code == 405
    assert answer.headers["allow"] == "POST"


def test_a_token_that_is_no_longer_good_does_not_keep_one_from_signing_in(
    owner: Person, nobody: httpx.Client
) -> None:
    answer = nobody.post(
        "/api/token/",
        json={"username": owner.username, "password": PASSWORD},
        headers={"Authorization": "Bearer expired"},
    )
    assert answer.status_code == 200


def test_a_name_may_be_typed_in_any_case(owner: Person, nobody: httpx.Client) -> None:
    fields = {"username": owner.username.upper(), "password": PASSWORD}
    assert nobody.post("/api/token/", json=fields).status_code == 200
