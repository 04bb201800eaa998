"""POST /api/v1/accounts/register: a new account, or all that is wrong with it."""

import asyncio
import uuid
from typing import Any

import httpx
import pytest

from tests.conftest import PASSWORD
from tests.kit.people import Person

REGISTER = "/api/v1/accounts/register"


def _name() -> str:
    return f"new-{uuid.uuid4().hex[:10]}"


def _wrong(client: httpx.Client, language: str = "en", **fields: Any) -> dict[str, list[str]]:
    answer = client.post(
        REGISTER,
        json={"username": _name(), "password": PASSWORD, **fields},
        headers={"Accept-Language": language},
    )
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    errors: dict[str, list[str]] = answer.json()["errors"]
    return errors


@pytest.mark.parametrize("encoding", ["json", "data"])
def test_a_new_account_is_returned_without_its_password(
    nobody: httpx.Client, encoding: str
) -> None:
    name = _name()
    fields = {"username": name, "password": PASSWORD, "email": "masha@example.org"}
    sent: dict[str, Any] = {encoding: fields}
    answer = nobody.post(REGISTER, **sent)
    assert answer.status_code == 201
    body = answer.json()
    assert isinstance(body.pop("id"), int)
    assert body == {"username": name, "email": "masha@example.org", "is_staff": False}
    assert nobody.post("/api/token/", json=fields).status_code == 200


def test_rights_cannot_be_asked_for(nobody: httpx.Client) -> None:
    fields = {"username": _name(), "password": PASSWORD, "is_staff": True, "is_superuser": True}
    assert nobody.post(REGISTER, json={**fields, "id": 1}).json()["is_staff"] is False
    pair = nobody.post("/api/token/", json=fields).json()
    authorization = {"Authorization": f"Bearer {pair['access']}"}
    assert nobody.get("/api/v1/chats_list", headers=authorization).status_code == 403


def test_a_taken_name_is_refused_in_any_case(owner: Person, nobody: httpx.Client) -> None:
    for taken in (owner.username, owner.username.upper(), f" {owner.username} "):
        errors = _wrong(nobody, username=taken)
        assert errors == {"username": ["This user name is taken. Choose another."]}


def test_a_taken_russian_name_is_refused_in_any_case(nobody: httpx.Client) -> None:
    name = f"Маша-{uuid.uuid4().hex[:8]}"
    assert nobody.post(REGISTER, json={"username": name, "password": PASSWORD}).status_code == 201
    assert set(_wrong(nobody, username=name.upper())) == {"username"}


def test_everything_wrong_is_said_at_once(nobody: httpx.Client, owner: Person) -> None:
    every_field = {"username", "password", "email"}
    assert set(_wrong(nobody, username="a b", password="1", email="x")) == every_field
    assert set(_wrong(nobody, username="", password="", email="x")) == every_field
    assert set(_wrong(nobody, username=owner.username, password="1", email="x")) == every_field
    assert set(_wrong(nobody, username=1, password=None, email=[])) == every_field


def test_messages_are_in_the_callers_language(nobody: httpx.Client) -> None:
    english = _wrong(nobody, "en", password="1")["password"]
    russian = _wrong(nobody, "ru", password="1")["password"]
    assert all(message.isascii() for message in english)
    assert len(russian) == len(english) == 3
    assert not any(message.isascii() for message in russian)


@pytest.mark.parametrize("language", ["ru", "en"])
def test_errors_say_that_they_depend_on_the_language(nobody: httpx.Client, language: str) -> None:
    answer = nobody.post(REGISTER, json={}, headers={"Accept-Language": language})
    assert answer.headers["vary"] == "Accept-Language"
    assert set(answer.json()["errors"]) == {"username", "password"}


@pytest.mark.parametrize(
    "fields",
    [
        {"username": "a\x00b"},
        {"username": "a/b"},
        {"username": "я" * 151},
        {"username": "ﷺ" * 150},
        {"username": "ß" * 151},
        {"password": "12345678"},
        {"password": "p" * 1025},
        {"email": "a\x00b@example.org"},
        {"email": "a" * 250 + "@example.org"},
    ],
)
def test_what_does_not_fit_is_named(nobody: httpx.Client, fields: dict[str, str]) -> None:
    assert set(_wrong(nobody, **fields)) == set(fields)


def test_a_name_that_grows_when_its_case_is_folded_fits(nobody: httpx.Client) -> None:
    name = "ß" * 140 + uuid.uuid4().hex[:10]
    body = {"username": name, "password": PASSWORD}
    assert nobody.post(REGISTER, json=body).status_code == 201


@pytest.mark.parametrize("field", ["username", "password", "email"])
def test_half_a_character_is_refused(nobody: httpx.Client, field: str) -> None:
    fields = {"username": f'"{_name()}"', "password": f'"{PASSWORD}"', field: '"\\ud800"'}
    body = ",".join(f'"{name}":{value}' for name, value in fields.items())
    answer = nobody.post(
        REGISTER,
        content=f"{{{body}}}".encode(),
        headers={"Content-Type": "application/json"},
    )
    assert answer.status_code == 400


def test_of_many_who_want_one_name_at_once_one_gets_it(owner: Person) -> None:
    name = _name()
    spellings = [name, name.upper(), name.capitalize()] * 5

    async def register_all() -> list[int]:
        async with httpx.AsyncClient(base_url=owner.server.url, timeout=60) as client:
            answers = await asyncio.gather(
                *(
                    client.post(REGISTER, json={"username": spelling, "password": PASSWORD})
                    for spelling in spellings
                )
            )
        return sorted(answer.status_code for answer in answers)

    assert asyncio.run(register_all()) == [201] + [400] * (len(spellings) - 1)
