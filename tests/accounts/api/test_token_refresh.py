"""POST /api/token/refresh/: the refresh token for the next pair, once."""

import asyncio
from typing import Any

import httpx
import pytest

from tests.kit.people import Person


def _refresh(client: httpx.Client, token: Any) -> httpx.Response:
    return client.post("/api/token/refresh/", json={"refresh": token})


def test_refreshing_rotates_the_refresh_token(owner: Person, nobody: httpx.Client) -> None:
    answer = _refresh(nobody, owner.refresh)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    following = answer.json()
    assert set(following) == {"access", "refresh"}
    assert following["refresh"] != owner.refresh
    authorization = {"Authorization": f"Bearer {following['access']}"}
    me = nobody.get("/api/v1/accounts/me", headers=authorization).json()
    assert me["username"] == owner.username
    assert _refresh(nobody, following["refresh"]).status_code == 200


def test_a_form_is_taken_too(owner: Person, nobody: httpx.Client) -> None:
    answer = nobody.post("/api/token/refresh/", data={"refresh": owner.refresh})
    assert answer.status_code == 200


def test_asking_twice_gives_the_same_answer(owner: Person, nobody: httpx.Client) -> None:
    first, again = (_refresh(nobody, owner.refresh).json()["refresh"] for _ in range(2))
    assert first == again


def test_a_token_from_two_rotations_ago_ends_the_log_in(
    owner: Person, nobody: httpx.Client
) -> None:
    second = _refresh(nobody, owner.refresh).json()["refresh"]
    third = _refresh(nobody, second).json()["refresh"]
    answer = _refresh(nobody, owner.refresh)
    assert answer.status_code == 401
    assert answer.json()["type"] == "urn:rip:invalid-token"
    assert _refresh(nobody, third).status_code == 401
    assert owner.http.get("/api/v1/accounts/me").status_code == 401


def test_an_access_token_is_refused(owner: Person, nobody: httpx.Client) -> None:
    answer = _refresh(nobody, owner.access)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("token", ["x", "a.b.c", "\x00", "я" * 4096])
def test_garbage_is_refused(nobody: httpx.Client, token: str) -> None:
    assert _refresh(nobody, token).status_code == 401


@pytest.mark.parametrize("token", ["", None, 1, [], {}, True, "x" * 4097])
def test_what_is_no_token_at_all_is_a_bad_request(nobody: httpx.Client, token: Any) -> None:
    answer = _refresh(nobody, token)
    assert answer.status_code == 400
    assert set(answer.json()["errors"]) == {"refresh"}


def test_a_hundred_refreshes_at_once_are_one_rotation(owner: Person) -> None:
    async def refresh_all() -> list[httpx.Response]:
        many = httpx.Limits(max_connections=100)
        async with httpx.AsyncClient(base_url=owner.server.url, limits=many, timeout=60) as client:
            body = {"refresh": owner.refresh}
            requests = [client.post("/api/token/refresh/", json=body) for _ in range(100)]
            return await asyncio.gather(*requests)

    answers = asyncio.run(refresh_all())
    assert {answer.status_code for answer in answers} == {200}
    (successor,) = {answer.json()["refresh"] for answer in answers}
    assert _generations(owner) == [2]
    for answer in answers:
        authorization = {"Authorization": f"Bearer {answer.json()['access']}"}
        assert owner.http.get("/api/v1/accounts/me", headers=authorization).status_code == 200
    assert _refresh(owner.http, successor).status_code == 200
    assert _generations(owner) == [3]


def _generations(person: Person) -> list[int]:
    """Return how often each log-in of this person was rotated, from the database."""
    query = (
        "SELECT generation FROM accounts_refreshfamily WHERE user_id ="
        " (SELECT id FROM accounts_user WHERE username = %s)"
    )
    return [generation for (generation,) in person.server.sql(query, person.username)]
