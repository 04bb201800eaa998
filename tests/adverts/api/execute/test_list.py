"""GET /api/v1/execute: the board as the seed's clients read it."""

from typing import Any

import httpx

from tests.kit.people import ADVERT, Person
from tests.kit.problems import problem

FIELDS = {
    "id": int,
    "title": str,
    "description": str,
    "kind": str,
    "breed": str,
    "age": int,
    "gender": str,
    "location": str,
    "price": int,
    "image": type(None),
}


def test_anyone_reads_the_seeds_fields_and_no_others(
    nobody: httpx.Client, advert: dict[str, Any]
) -> None:
    answer = nobody.get("/api/v1/execute")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    listed = next(item for item in answer.json() if item["id"] == advert["id"])
    assert {name: type(value) for name, value in listed.items()} == FIELDS
    assert listed == {"id": advert["id"], **ADVERT, "image": None}


def test_the_newest_is_first(nobody: httpx.Client, owner: Person) -> None:
    ids = [owner.http.post("/api/v1/execute", json=ADVERT).json()["id"] for _ in range(3)]
    listed = [item["id"] for item in nobody.get("/api/v1/execute").json()]
    assert listed[:3] == ids[::-1]
    assert listed == sorted(listed, reverse=True)


def test_a_change_does_not_move_an_advert_up(
    nobody: httpx.Client, owner: Person, advert: dict[str, Any]
) -> None:
    newer = owner.http.post("/api/v1/execute", json=ADVERT).json()
    owner.http.patch("/api/v1/execute", json={"id": advert["id"], "age": 5})
    listed = [item["id"] for item in nobody.get("/api/v1/execute").json()]
    assert listed[:2] == [newer["id"], advert["id"]]


def test_only_published_adverts_are_listed(
    nobody: httpx.Client, owner: Person, advert: dict[str, Any]
) -> None:
    def listed() -> bool:
        return any(item["id"] == advert["id"] for item in nobody.get("/api/v1/execute").json())

    for status, shown in (("reserved", False), ("published", True), ("closed", False)):
        changed = owner.http.patch("/api/v1/execute", json={"id": advert["id"], "status": status})
        assert changed.status_code == 200
        assert listed() is shown


def test_query_parameters_it_does_not_know_are_ignored(nobody: httpx.Client) -> None:
    assert nobody.get("/api/v1/execute?nonsense=%00&limit=x").status_code == 200


def test_a_wrong_token_is_not_taken_for_nobody(nobody: httpx.Client) -> None:
    for header in ("Bearer nonsense", "Bearer", "Basic dmFzeWE6MQ==", "nonsense"):
        answer = nobody.get("/api/v1/execute", headers={"Authorization": header})
        problem(answer, 401)
        assert answer.headers["www-authenticate"] == "Bearer"
