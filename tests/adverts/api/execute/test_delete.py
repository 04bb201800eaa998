"""DELETE /api/v1/execute: taking an advert off the board."""

from typing import Any

import httpx
import pytest

from tests.kit.people import ADVERT, Person
from tests.kit.problems import problem, wrong_fields


def delete(client: httpx.Client, number: object, **headers: str) -> httpx.Response:
    return client.request("DELETE", "/api/v1/execute", json={"id": number}, headers=headers)


def on_the_board(client: httpx.Client, advert: dict[str, Any]) -> bool:
    return any(item["id"] == advert["id"] for item in client.get("/api/v1/execute").json())


@pytest.mark.parametrize("who", ["owner", "operator"])
def test_the_owner_and_staff_delete_an_advert(
    who: str, request: pytest.FixtureRequest, nobody: httpx.Client, advert: dict[str, Any]
) -> None:
    person: Person = request.getfixturevalue(who)
    answer = delete(person.http, advert["id"])
    assert answer.status_code == 200
    assert list(answer.json()) == ["message"]
    assert isinstance(answer.json()["message"], str)
    assert not on_the_board(nobody, advert)
    problem(delete(person.http, advert["id"]), 404)


def test_the_message_is_in_the_callers_language(owner: Person) -> None:
    messages = []
    for language in ("ru", "en"):
        advert = owner.http.post("/api/v1/execute", json=ADVERT).json()
        answer = delete(owner.http, advert["id"], **{"Accept-Language": language})
        messages.append(answer.json()["message"])
    assert messages[1] == "The advert is deleted."
    assert messages[0].startswith("Объявление")


def test_a_form_works_too(owner: Person, advert: dict[str, Any]) -> None:
    answer = owner.http.request("DELETE", "/api/v1/execute", data={"id": str(advert["id"])})
    assert answer.status_code == 200


def test_a_stranger_and_nobody_may_not(
    stranger: Person, nobody: httpx.Client, advert: dict[str, Any]
) -> None:
    problem(delete(stranger.http, advert["id"]), 403)
    problem(delete(nobody, advert["id"]), 401)
    problem(delete(nobody, advert["id"], Authorization="Bearer x.y.z"), 401)
    assert on_the_board(nobody, advert)


def test_an_advert_posted_without_a_token_is_anyones(nobody: httpx.Client) -> None:
    advert = nobody.post("/api/v1/execute", json=ADVERT).json()
    problem(delete(nobody, advert["id"], Authorization="Bearer x.y.z"), 401)
    assert delete(nobody, advert["id"]).status_code == 200
    assert not on_the_board(nobody, advert)


def test_an_unknown_id_is_not_found(owner: Person) -> None:
    problem(delete(owner.http, 2**63 - 1), 404)


@pytest.mark.parametrize("bad", [0, -1, 2**63, 10**30, 1.5, True, None, "seven", "", [7], {}])
def test_what_is_no_id_is_a_wrong_field(owner: Person, bad: object) -> None:
    assert wrong_fields(delete(owner.http, bad)) == {"id"}


def test_an_id_is_required_and_only_the_body_names_it(
    owner: Person, advert: dict[str, Any]
) -> None:
    assert wrong_fields(owner.http.delete("/api/v1/execute")) == {"id"}
    in_the_query = owner.http.delete("/api/v1/execute", params={"id": advert["id"]})
    assert wrong_fields(in_the_query) == {"id"}
    assert on_the_board(owner.http, advert)
