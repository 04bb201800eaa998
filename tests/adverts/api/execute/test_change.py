"""PATCH /api/v1/execute: changing an advert."""

from typing import Any

import httpx
import pytest

from tests.kit.people import ADVERT, Person
from tests.kit.problems import problem, wrong_fields


def listed(client: httpx.Client, advert: dict[str, Any]) -> dict[str, Any]:
    adverts: list[dict[str, Any]] = client.get("/api/v1/execute").json()
    return next(item for item in adverts if item["id"] == advert["id"])


def test_the_seeds_example_changes_the_price_alone(
    owner: Person, nobody: httpx.Client, advert: dict[str, Any]
) -> None:
    answer = owner.http.patch("/api/v1/execute", json={"id": advert["id"], "price": 1000})
    assert answer.status_code == 200
    assert answer.json() == {**advert, "price": 1000}
    assert listed(nobody, advert) == {**advert, "price": 1000}


def test_every_field_can_be_changed_at_once(owner: Person, advert: dict[str, Any]) -> None:
    new = {
        "title": "Мурка",
        "description": "Ласковая",
        "kind": "Cat",
        "breed": "сибирская",
        "age": 3,
        "gender": "F",
        "location": "Казань",
        "price": 10.5,
    }
    answer = owner.http.patch("/api/v1/execute", json={"id": advert["id"], **new})
    assert answer.json() == {"id": advert["id"], **new, "image": None}


@pytest.mark.parametrize("as_what", ["form", "multipart"])
def test_a_form_works_too(owner: Person, advert: dict[str, Any], as_what: str) -> None:
    files = {"ignored": ("x.txt", b"x")} if as_what == "multipart" else None
    data = {"id": str(advert["id"]), "price": "9.99", "age": "4"}
    answer = owner.http.patch("/api/v1/execute", data=data, files=files)
    assert answer.status_code == 200
    assert answer.json() == {**advert, "price": 9.99, "age": 4}


def test_an_id_alone_changes_nothing(owner: Person, advert: dict[str, Any]) -> None:
    answer = owner.http.patch("/api/v1/execute", json={"id": advert["id"]})
    assert answer.status_code == 200
    assert answer.json() == advert


def test_staff_may(operator: Person, nobody: httpx.Client, advert: dict[str, Any]) -> None:
    answer = operator.http.patch("/api/v1/execute", json={"id": advert["id"], "age": 9})
    assert answer.status_code == 200
    assert listed(nobody, advert)["age"] == 9


def test_a_stranger_and_nobody_may_not(
    stranger: Person, nobody: httpx.Client, advert: dict[str, Any]
) -> None:
    change = {"id": advert["id"], "age": 9}
    problem(stranger.http.patch("/api/v1/execute", json=change), 403)
    problem(nobody.patch("/api/v1/execute", json=change), 401)
    assert listed(nobody, advert) == advert


def test_a_wrong_token_is_not_taken_for_nobody(nobody: httpx.Client) -> None:
    advert = nobody.post("/api/v1/execute", json=ADVERT).json()
    answer = nobody.patch(
        "/api/v1/execute",
        json={"id": advert["id"], "age": 9},
        headers={"Authorization": "Bearer x.y.z"},
    )
    problem(answer, 401)
    assert listed(nobody, advert)["age"] == ADVERT["age"]


def test_an_advert_posted_without_a_token_is_anyones(
    nobody: httpx.Client, stranger: Person
) -> None:
    advert = nobody.post("/api/v1/execute", json=ADVERT).json()
    assert nobody.patch("/api/v1/execute", json={"id": advert["id"], "age": 2}).status_code == 200
    answer = stranger.http.patch("/api/v1/execute", json={"id": advert["id"], "age": 3})
    assert answer.status_code == 200
    # Changing it did not make it theirs.
    assert nobody.patch("/api/v1/execute", json={"id": advert["id"], "age": 4}).status_code == 200


def test_an_unknown_id_is_not_found(owner: Person, nobody: httpx.Client) -> None:
    for number in (2**31, 2**63 - 1):
        problem(owner.http.patch("/api/v1/execute", json={"id": number, "age": 1}), 404)
        problem(nobody.patch("/api/v1/execute", json={"id": number, "age": 1}), 404)


@pytest.mark.parametrize("bad", [0, -1, 2**63, 10**30, 1.5, True, None, "seven", "", [7], {}])
def test_what_is_no_id_is_a_wrong_field(owner: Person, bad: object) -> None:
    answer = owner.http.patch("/api/v1/execute", json={"id": bad, "age": 1})
    assert wrong_fields(answer) == {"id"}


def test_an_id_is_required(owner: Person) -> None:
    assert wrong_fields(owner.http.patch("/api/v1/execute", json={"age": 1})) == {"id"}
    assert wrong_fields(owner.http.patch("/api/v1/execute")) == {"id"}


@pytest.mark.parametrize("name", ADVERT)
def test_a_field_may_be_left_out_and_may_not_be_emptied(
    owner: Person, advert: dict[str, Any], name: str
) -> None:
    for empty in (None, ""):
        answer = owner.http.patch("/api/v1/execute", json={"id": advert["id"], name: empty})
        assert wrong_fields(answer) == {name}


def test_all_wrong_fields_are_named_at_once_and_none_is_changed(
    owner: Person, advert: dict[str, Any]
) -> None:
    change = {"id": advert["id"], "title": "Новый", "age": -1, "kind": "Fish", "status": "sold"}
    answer = owner.http.patch("/api/v1/execute", json=change)
    assert wrong_fields(answer) == {"age", "kind", "status"}
    assert listed(owner.http, advert) == advert


def test_fields_it_does_not_know_are_ignored_and_never_assigned(
    owner: Person, stranger: Person, advert: dict[str, Any]
) -> None:
    sneaky = {"owner": stranger.room, "owner_id": stranger.room, "seq": 1, "pk": 1, "created": "x"}
    answer = owner.http.patch("/api/v1/execute", json={"id": advert["id"], "age": 2, **sneaky})
    assert answer.json() == {**advert, "age": 2}
    problem(stranger.http.patch("/api/v1/execute", json={"id": advert["id"], "age": 3}), 403)
