"""GET /api/v1/adverts and what goes with it, as clients see it."""

import uuid
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tests.kit.people import ADVERT, Person
from tests.kit.problems import problem

PAGE = "/api/v1/adverts"


@pytest.fixture
def town(owner: Person) -> str:
    """A place with three adverts of the owner's: a dog for 1, a dog for 2 and a cat for 3."""
    name = f"Город {uuid.uuid4().hex[:8]}"
    for price, kind in ((1, "Dog"), (2, "Dog"), (3, "Cat")):
        body = {**ADVERT, "location": name, "price": price, "kind": kind}
        body["description"] = "Длинно. " * 50
        assert owner.http.post("/api/v1/execute", json=body).status_code == 201
    return name


def test_a_page_has_items_a_cursor_a_total_and_facets(nobody: httpx.Client, town: str) -> None:
    asked: dict[str, str | int] = {
        "location": town.upper(),
        "sort": "-price",
        "limit": 2,
        "facets": "kind",
    }
    page = nobody.get(PAGE, params=asked).json()
    assert [item["price"] for item in page["items"]] == [3, 2]
    assert page["total"] == 3
    assert page["facets"] == {"kind": [{"value": "Dog", "count": 2}, {"value": "Cat", "count": 1}]}
    rest = nobody.get(PAGE, params={**asked, "cursor": page["next_cursor"]}).json()
    assert [item["price"] for item in rest["items"]] == [1]
    assert rest["next_cursor"] is None
    one = page["items"][0]
    assert nobody.get(f"{PAGE}/{one['id']}").json() == one
    assert {"owner", "status", "created", "updated", "seq", "pictures"} < set(one)


def test_the_plain_list_takes_the_same_filters(nobody: httpx.Client, town: str) -> None:
    asked = {"location": town, "kind": "Dog", "sort": "price"}
    listed = nobody.get("/api/v1/execute", params=asked).json()
    assert [item["price"] for item in listed] == [1, 2]
    assert set(listed[0]) == {"id", *ADVERT, "image"}


def test_all_wrong_parameters_are_named_at_once(nobody: httpx.Client) -> None:
    wrong = {
        "kind": "Bird",
        "gender": "X",
        "age_min": "x",
        "age_max": "-1",
        "price_min": "NaN",
        "price_max": "1e999",
        "breed": "\x00",
        "location": "Г" * 201,
        "owner": "you",
        "status": "gone",
        "sort": "-age",
        "limit": "101",
        "facets": "kind,price",
    }
    body = problem(nobody.get(PAGE, params=wrong), 400)
    assert set(body["errors"]) == set(wrong)
    del wrong["limit"], wrong["facets"]
    assert set(problem(nobody.get("/api/v1/execute", params=wrong), 400)["errors"]) == set(wrong)


@pytest.mark.parametrize("owner", ["0", "-1", str(2**63), "1.5", "Me"])
def test_an_owner_that_is_no_user_is_one_error_of_that_name(
    nobody: httpx.Client, owner: str
) -> None:
    errors = problem(nobody.get(PAGE, params={"owner": owner}), 400)["errors"]
    assert {name: len(messages) for name, messages in errors.items()} == {"owner": 1}


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?",
        "?nonsense=1&q%00=%ff",
        "?kind=&cursor=&limit=&owner=",
        "?%ff=%ff&&&=",
        "?breed=%F0%9F",
    ],
)
def test_what_is_not_a_parameter_is_ignored(nobody: httpx.Client, query: str) -> None:
    assert nobody.get(PAGE + query).status_code == 200
    assert nobody.get("/api/v1/execute" + query).status_code == 200


@pytest.mark.parametrize(
    "query", ["?cursor=x", "?cursor=%00", "?limit=0", "?limit=1e1", "?owner=9e9", "?" + "a&" * 200]
)
def test_other_nonsense_is_refused(nobody: httpx.Client, query: str) -> None:
    problem(nobody.get(PAGE + query), 400)


@pytest.mark.parametrize(
    "number", ["0", "x", "-1", "9" * 40, "0" * 19 + "1" + "9" * 30, "1.5", "%00", "¹"]
)
def test_an_advert_that_cannot_be_is_refused(nobody: httpx.Client, number: str) -> None:
    problem(nobody.get(f"{PAGE}/{number}"), 400)


def test_an_advert_that_is_not_there_is_not_found(nobody: httpx.Client) -> None:
    problem(nobody.get(f"{PAGE}/{2**63 - 1}"), 404)


def test_closed_adverts_are_for_their_owner_and_staff(
    nobody: httpx.Client, owner: Person, stranger: Person, operator: Person, advert: dict[str, Any]
) -> None:
    address = f"{PAGE}/{advert['id']}"
    owner.http.patch("/api/v1/execute", json={"id": advert["id"], "status": "reserved"})
    assert nobody.get(address).json()["status"] == "reserved"
    owner.http.patch("/api/v1/execute", json={"id": advert["id"], "status": "closed"})
    for person in (nobody, stranger.http):
        problem(person.get(address), 404)
    for person in (owner.http, operator.http):
        assert person.get(address).json()["status"] == "closed"

    closed = {"status": "closed", "owner": "me"}
    problem(nobody.get(PAGE, params=closed), 401)
    problem(nobody.get(PAGE, params={"status": "closed"}), 401)
    problem(stranger.http.get(PAGE, params={"status": "closed"}), 403)
    assert stranger.http.get(PAGE, params=closed).json()["total"] == 0
    mine = owner.http.get(PAGE, params=closed).json()
    assert [item["id"] for item in mine["items"]] == [advert["id"]]
    theirs = {"status": "closed", "owner": mine["items"][0]["owner"]}
    problem(stranger.http.get(PAGE, params=theirs), 403)
    assert operator.http.get(PAGE, params=theirs).json()["items"] == mine["items"]


@pytest.mark.parametrize("path", [PAGE, f"{PAGE}/1", f"{PAGE}/suggest?field=breed"])
def test_a_wrong_token_is_not_taken_for_nobody(nobody: httpx.Client, path: str) -> None:
    for header in ("Bearer nonsense", "Bearer", "Basic dmFzeWE6MQ=="):
        problem(nobody.get(path, headers={"Authorization": header}), 401)


def test_who_has_the_answer_is_told_so_until_it_changes(
    nobody: httpx.Client, owner: Person, town: str, person: Callable[[str], Person]
) -> None:
    found = nobody.get(PAGE, params={"location": town}).json()["items"][0]
    for path in ("/api/v1/execute", f"{PAGE}?location={town}", f"{PAGE}/{found['id']}"):
        first = nobody.get(path)
        has = {"If-None-Match": first.headers["etag"]}
        again = nobody.get(path, headers=has)
        assert (again.status_code, again.content) == (304, b"")
        title = f"Имя {uuid.uuid4().hex}"
        owner.http.patch("/api/v1/execute", json={"id": found["id"], "title": title})
        changed = nobody.get(path, headers=has)
        assert changed.status_code == 200
        assert title in changed.text


@pytest.mark.parametrize("coding", ["gzip", "br"])
def test_long_answers_are_packed_for_who_asks(nobody: httpx.Client, town: str, coding: str) -> None:
    plain = nobody.get(PAGE, params={"location": town}, headers={"Accept-Encoding": "identity"})
    packed = nobody.get(PAGE, params={"location": town}, headers={"Accept-Encoding": coding})
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == coding
    assert packed.json() == plain.json()
    assert packed.headers["etag"] == plain.headers["etag"]


def test_suggestions_by_a_prefix(nobody: httpx.Client, town: str) -> None:
    asked = {"field": "location", "prefix": town.upper()[:-1]}
    values = nobody.get(f"{PAGE}/suggest", params=asked).json()["values"]
    assert values == [{"value": town, "count": 3}]
    for wrong in ({}, {"field": "title"}, {"field": "breed", "prefix": "x" * 201}):
        problem(nobody.get(f"{PAGE}/suggest", params=wrong), 400)


def test_words_are_searched_for_in_any_form_the_most_relevant_first(
    nobody: httpx.Client, owner: Person, town: str
) -> None:
    fields = {"location": town, "price": 9, "title": "Щенок", "description": "Ищет дом"}
    best = owner.http.post("/api/v1/execute", json={**ADVERT, **fields}).json()["id"]
    fields |= {"title": "Малыш", "description": "Это щенок"}
    good = owner.http.post("/api/v1/execute", json={**ADVERT, **fields}).json()["id"]
    asked: dict[str, str | int] = {"location": town, "q": "ЩЕНКИ", "limit": 1, "facets": "kind"}
    page = nobody.get(PAGE, params=asked).json()
    assert [item["id"] for item in page["items"]] == [best]
    assert page["total"] == 2
    assert page["facets"]["kind"] == [{"value": "Dog", "count": 2}]
    rest = nobody.get(PAGE, params={**asked, "cursor": page["next_cursor"]}).json()
    assert [item["id"] for item in rest["items"]] == [good]
    assert rest["next_cursor"] is None
    newest = nobody.get(PAGE, params={**asked, "sort": "new"}).json()
    assert [item["id"] for item in newest["items"]] == [good]
    owner.http.patch("/api/v1/execute", json={"id": good, "description": "Это кот"})
    assert nobody.get(PAGE, params=asked).json()["total"] == 1
    listed = nobody.get("/api/v1/execute", params={"location": town, "q": "щенка"}).json()
    assert [item["id"] for item in listed] == [best]


@pytest.mark.parametrize("words", ["", '"*', "-", "( ,", "%"])
def test_a_search_without_words_finds_everything(
    nobody: httpx.Client, town: str, words: str
) -> None:
    asked = {"location": town, "q": words, "sort": "relevance"}
    assert nobody.get(PAGE, params=asked).json()["total"] == 3


def test_a_search_for_spaces_is_refused(nobody: httpx.Client, town: str) -> None:
    problem(nobody.get(PAGE, params={"location": town, "q": "   "}), 400)
