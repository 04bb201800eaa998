"""POST, PATCH and DELETE under /api/v1/adverts: the seed's rules, with all fields in the answer."""

from typing import Any

import httpx
import pytest

from tests.kit import pictures
from tests.kit.people import ADVERT, Person
from tests.kit.problems import problem, wrong_fields

ADVERTS = "/api/v1/adverts"
EXECUTE = "/api/v1/execute"


@pytest.fixture
def full(owner: Person) -> dict[str, Any]:
    """An advert of the owner's, with all its fields."""
    answer = owner.http.post(ADVERTS, json=ADVERT)
    assert answer.status_code == 201, answer.text
    body: dict[str, Any] = answer.json()
    return body


def test_an_advert_is_posted_and_says_where_it_is(owner: Person) -> None:
    answer = owner.http.post(ADVERTS, json=ADVERT)
    assert answer.status_code == 201
    body = answer.json()
    assert answer.headers["location"] == f"{ADVERTS}/{body['id']}"
    assert body.items() >= {**ADVERT, "status": "published", "image": None, "pictures": []}.items()
    assert body["owner"] == owner.room
    assert body["created"].endswith("Z")
    assert body["seq"] > 0


def test_a_picture_comes_with_the_form(owner: Person) -> None:
    form = {name: str(value) for name, value in ADVERT.items()}
    body = owner.http.post(ADVERTS, data=form, files={"image": ("a.png", pictures.png())}).json()
    (picture,) = body["pictures"]
    assert body["image"] == picture["image"]
    assert (picture["width"], picture["height"]) == (400, 300)
    assert owner.http.get(picture["thumbnail"]).status_code == 200


def test_an_advert_of_nobody_has_no_owner(nobody: httpx.Client) -> None:
    assert nobody.post(ADVERTS, json=ADVERT).json()["owner"] is None


def test_all_wrong_fields_are_named_at_once(owner: Person) -> None:
    answer = owner.http.post(ADVERTS, json={**ADVERT, "age": -1, "kind": "Fish", "price": "x"})
    assert wrong_fields(answer) == {"age", "kind", "price"}
    assert wrong_fields(owner.http.post(ADVERTS)) == set(ADVERT)


def test_a_change_has_the_next_number_and_leaves_the_rest(
    owner: Person, full: dict[str, Any]
) -> None:
    answer = owner.http.patch(f"{ADVERTS}/{full['id']}", json={"price": 10.5, "id": 1, "owner": 1})
    assert answer.status_code == 200
    body = answer.json()
    assert body["seq"] > full["seq"]
    assert body["updated"] > full["updated"]
    changed = {name: body[name] for name in ("seq", "updated", "price")}
    assert body == {**full, **changed}
    assert body["price"] == 10.5


def test_staff_may_and_strangers_may_not(
    operator: Person, stranger: Person, nobody: httpx.Client, full: dict[str, Any]
) -> None:
    address = f"{ADVERTS}/{full['id']}"
    problem(stranger.http.patch(address, json={"age": 3}), 403)
    problem(nobody.patch(address, json={"age": 3}), 401)
    problem(stranger.http.delete(address), 403)
    problem(nobody.delete(address), 401)
    assert operator.http.patch(address, json={"age": 4}).json()["age"] == 4
    assert operator.http.delete(address).status_code == 200


def test_a_closed_one_is_not_there_for_others_whatever_they_ask(
    owner: Person, stranger: Person, nobody: httpx.Client, full: dict[str, Any]
) -> None:
    address = f"{ADVERTS}/{full['id']}"
    assert owner.http.patch(address, json={"status": "closed"}).status_code == 200
    for http in (stranger.http, nobody):
        problem(http.get(address), 404)
        problem(http.patch(address, json={"age": 3}), 404)
        problem(http.patch(EXECUTE, json={"id": full["id"], "age": 3}), 404)
        problem(http.delete(address), 404)
    assert owner.http.get(address).json()["age"] == full["age"]


def test_what_is_deleted_is_not_found(owner: Person, full: dict[str, Any]) -> None:
    address = f"{ADVERTS}/{full['id']}"
    answer = owner.http.delete(address)
    assert (answer.status_code, set(answer.json())) == (200, {"message"})
    problem(owner.http.delete(address), 404)
    problem(owner.http.patch(address, json={"age": 3}), 404)


@pytest.mark.parametrize("number", ["0", "-1", str(2**63), "9" * 400, "x", "1.5", "%00"])
def test_what_is_no_id_is_refused(owner: Person, number: str) -> None:
    for answer in (
        owner.http.patch(f"{ADVERTS}/{number}", json={"age": 3}),
        owner.http.delete(f"{ADVERTS}/{number}"),
    ):
        problem(answer, 400)


def test_reserved_and_closed_adverts_are_not_on_the_board(
    owner: Person, nobody: httpx.Client, full: dict[str, Any]
) -> None:
    def listed() -> bool:
        return full["id"] in [one["id"] for one in nobody.get("/api/v1/execute").json()]

    address = f"{ADVERTS}/{full['id']}"
    for status in ("reserved", "closed", "published", "closed", "closed", "published", "reserved"):
        answer = owner.http.patch(address, json={"status": status})
        assert (answer.status_code, answer.json()["status"]) == (200, status)
        assert listed() is (status == "published")


def test_a_closed_advert_is_published_before_it_is_reserved(
    owner: Person, operator: Person, full: dict[str, Any]
) -> None:
    address = f"{ADVERTS}/{full['id']}"
    owner.http.patch(address, json={"status": "closed"})
    for person in (owner, operator):
        problem(person.http.patch(address, json={"status": "reserved", "age": 9}), 409)
    seed = {"id": full["id"], "status": "reserved"}
    problem(owner.http.patch("/api/v1/execute", json=seed), 409)
    assert owner.http.patch(address, json={"status": "published"}).json()["age"] == full["age"]
