"""POST /api/v1/execute: publishing an advert."""

from typing import Any

import httpx
import pytest

from tests.adverts.api.execute.test_list import FIELDS
from tests.kit.people import ADVERT, Person
from tests.kit.problems import problem, wrong_fields

AS_FORM = {name: str(value) for name, value in ADVERT.items()}


def test_the_seeds_example_answers_with_the_advert(owner: Person) -> None:
    answer = owner.http.post("/api/v1/execute", json=ADVERT)
    assert answer.status_code == 201
    assert answer.headers["content-type"] == "application/json"
    body = answer.json()
    assert {name: type(value) for name, value in body.items()} == FIELDS
    assert body == {"id": body["id"], **ADVERT, "image": None}


@pytest.mark.parametrize("as_what", ["form", "multipart"])
def test_a_form_says_the_same_as_json(owner: Person, as_what: str) -> None:
    files = {"ignored": ("x.txt", b"x")} if as_what == "multipart" else None
    answer = owner.http.post("/api/v1/execute", data=AS_FORM, files=files)
    assert answer.request.headers["content-type"].startswith(
        "multipart/form-data" if files else "application/x-www-form-urlencoded"
    )
    assert answer.status_code == 201
    assert answer.json() == {"id": answer.json()["id"], **ADVERT, "image": None}


def test_it_is_on_the_board_as_soon_as_it_is_acknowledged(
    owner: Person, nobody: httpx.Client
) -> None:
    created = owner.http.post("/api/v1/execute", json=ADVERT).json()
    assert nobody.get("/api/v1/execute").json()[0] == created


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("16000", b"16000"),
        ("16000.00", b"16000"),
        ("10.5", b"10.5"),
        ("10.50", b"10.5"),
        ("0", b"0"),
        ("0.00", b"0"),
        ("-0", b"0"),
        ("-0.0", b"0"),
        ("0.01", b"0.01"),
        ("0.3", b"0.3"),
        ("1.15", b"1.15"),
        ("1e3", b"1000"),
        ("100", b"100"),
        ("1234567890.12", b"1234567890.12"),
        ("9999999999.99", b"9999999999.99"),
    ],
)
def test_a_price_is_an_exact_json_number(
    owner: Person, nobody: httpx.Client, sent: str, shown: bytes
) -> None:
    raw = httpx.Request("POST", "http://x", json={**ADVERT, "price": 77777}).content
    created = owner.http.post(
        "/api/v1/execute",
        content=raw.replace(b"77777", sent.encode()),
        headers={"Content-Type": "application/json"},
    )
    assert created.status_code == 201
    assert b'"price":' + shown + b"," in created.content
    in_a_form = owner.http.post("/api/v1/execute", data={**AS_FORM, "price": sent})
    assert b'"price":' + shown + b"," in in_a_form.content
    first, second = nobody.get("/api/v1/execute").content.split(b'"price":')[1:3]
    assert (first.partition(b",")[0], second.partition(b",")[0]) == (shown, shown)


def test_all_missing_fields_are_named_at_once(owner: Person) -> None:
    for answer in (
        owner.http.post("/api/v1/execute", json={}),
        owner.http.post("/api/v1/execute", data={"nothing": "here"}),
        owner.http.post("/api/v1/execute", headers={"Content-Type": "application/json"}),
        owner.http.post("/api/v1/execute"),
    ):
        assert wrong_fields(answer) == set(ADVERT)


@pytest.mark.parametrize("name", ADVERT)
def test_each_field_is_required(owner: Person, name: str) -> None:
    rest = {field: value for field, value in ADVERT.items() if field != name}
    assert wrong_fields(owner.http.post("/api/v1/execute", json=rest)) == {name}


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("kind", ["Bird", "dog", "DOG", "", "Dog,Cat"]),
        ("gender", ["X", "m", "MF", ""]),
        ("title", ["", "   ", "x" * 201]),
        ("breed", ["", "x" * 101]),
        ("location", ["", "x" * 201]),
        ("description", ["", "x" * 10_001]),
    ],
)
def test_only_known_words_and_reasonable_lengths(
    owner: Person, name: str, values: list[str]
) -> None:
    for value in values:
        answer = owner.http.post("/api/v1/execute", json={**ADVERT, name: value})
        assert wrong_fields(answer) == {name}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("title", "x" * 200),
        ("title", "🐶" * 200),
        ("description", "ё" * 10_000),
        ("description", "Two\nlines\tand a tab"),
        ("kind", "Cat"),
        ("gender", "F"),
        ("age", 0),
        ("age", 200),
        ("breed", "<script>alert(1)</script>"),
        ("location", "'; DROP TABLE adverts_advert; --"),
    ],
)
def test_what_is_allowed_comes_back_as_it_was_sent(
    owner: Person, nobody: httpx.Client, name: str, value: Any
) -> None:
    answer = owner.http.post("/api/v1/execute", json={**ADVERT, name: value})
    assert answer.status_code == 201
    assert answer.json()[name] == value
    assert nobody.get("/api/v1/execute").json()[0][name] == value


def test_fields_it_does_not_know_are_ignored_and_never_assigned(
    owner: Person, stranger: Person, advert: dict[str, Any]
) -> None:
    sneaky = {
        "id": advert["id"],
        "pk": advert["id"],
        "owner": stranger.room,
        "owner_id": stranger.room,
        "status": "closed",
        "seq": 10**9,
        "created": "2000-01-01",
        "__class__": "x",
        "nonsense": {"deep": []},
    }
    answer = owner.http.post("/api/v1/execute", json={**ADVERT, **sneaky})
    assert answer.status_code == 201
    body = answer.json()
    assert body["id"] > advert["id"]
    assert set(body) == set(FIELDS)
    listed = owner.http.get("/api/v1/execute").json()[:2]
    assert listed == [body, advert]
    change = {"id": body["id"], "age": 7}
    problem(stranger.http.patch("/api/v1/execute", json=change), 403)
    assert owner.http.patch("/api/v1/execute", json=change).status_code == 200


def test_a_wrong_token_is_not_taken_for_nobody(nobody: httpx.Client) -> None:
    answer = nobody.post("/api/v1/execute", json=ADVERT, headers={"Authorization": "Bearer x.y.z"})
    problem(answer, 401)
    assert answer.headers["www-authenticate"] == "Bearer"
