"""Values that do not fit their field: named, all at once, in the caller's language."""

import json
from typing import Any

import httpx
import pytest

from tests.kit.people import ADVERT, Person
from tests.kit.problems import problem, wrong_fields
from tests.kit.routes import Route, every_route_with_a_body

AGES = ["-1", "201", "1" + "0" * 20, "1e400", "1.5", "1e2", "true", '"1_000"', '"one"', '"１"',
        '""', "null", "[]", "{}", '"1e2"', '"0x10"', "[1]"]  # fmt: skip
PRICES = ["-1", "-0.01", "0.001", "10.555", "1e13", "10000000000", "9999999999.999", "1e400",
          "1e-400", "true", '"1_000"', '"NaN"', '"Infinity"', '"-inf"', '"sNaN"', '"12 000"',
          '"1,5"', '"١٢"', '""', "null", "[]", "{}", '"1e9999"',
          "0." + "9" * 100_000, "9" * 400]  # fmt: skip
TEXTS = ["null", "true", "7", "1.5", "[]", "{}", '["x"]', r'"a\u0000b"', r'"\u0007"',
         r'"\u001b[31m"', r'"\u007f"', '""', '"   "', r'"\t\n"']  # fmt: skip
WORDS = [*TEXTS, '"Fish"', '"🐶"']


def post(client: httpx.Client, name: str, raw: str) -> httpx.Response:
    body = json.dumps({**ADVERT, name: "HERE"}).replace('"HERE"', raw)
    return client.post(
        "/api/v1/execute", content=body.encode(), headers={"Content-Type": "application/json"}
    )


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("age", AGES),
        ("price", PRICES),
        ("title", TEXTS),
        ("description", TEXTS),
        ("breed", TEXTS),
        ("location", TEXTS),
        ("kind", WORDS),
        ("gender", WORDS),
    ],
)
def test_a_new_advert_names_the_one_wrong_field(
    owner: Person, name: str, values: list[str]
) -> None:
    for raw in values:
        answer = post(owner.http, name, raw)
        assert answer.status_code == 400, (raw, answer.text)
        assert wrong_fields(answer) == {name}, raw


@pytest.mark.parametrize(
    "raw", ['"/media/x.webp"', '"data:image/png;base64,AAAA"', "7", "{}", "[]"]
)
def test_a_picture_that_is_no_file_is_a_wrong_field(owner: Person, raw: str) -> None:
    assert wrong_fields(post(owner.http, "image", raw)) == {"image"}


def test_a_form_is_judged_as_strictly(owner: Person) -> None:
    form = {name: str(value) for name, value in ADVERT.items()}
    wrong = {"age": "1_000", "price": "NaN", "title": "a\0b", "gender": "M\n", "kind": " Dog"}
    answer = owner.http.post("/api/v1/execute", data={**form, **wrong})
    assert wrong_fields(answer) == set(wrong)
    with_file = owner.http.post("/api/v1/execute", data={**form, **wrong}, files={"x": ("x", b"x")})
    assert wrong_fields(with_file) == set(wrong)


def test_all_wrong_fields_are_named_in_the_callers_language(owner: Person) -> None:
    wrong = {"title": "", "age": -1, "price": 1.234, "gender": "X", "kind": 7}
    said = {}
    for language in ("ru", "en"):
        answer = owner.http.post(
            "/api/v1/execute",
            json={**ADVERT, **wrong},
            headers={"Accept-Language": f"{language}-XX,de;q=0.5"},
        )
        said[language] = problem(answer, 400)
        assert set(said[language]["errors"]) == set(wrong)
    assert said["en"]["errors"]["age"] == ["The smallest value is 0."]
    assert said["en"]["type"] == said["ru"]["type"]
    for field in wrong:
        assert said["en"]["errors"][field] != said["ru"]["errors"][field]
        assert not said["ru"]["errors"][field][0].isascii()


NASTY: list[Any] = [
    None, True, -1, 0, 10**20, -(10**20), 1.5, 1e300, "", "\0", "\x1b", "x" * 100_000, "٣", "1_0",
    [], {}, [[]], {"a": {"b": None}}, ["x"] * 1000, "../../etc/passwd", "' OR 1=1 --",
]  # fmt: skip


@every_route_with_a_body
def test_no_value_of_any_field_surprises_any_route(colleague: Person, route: Route) -> None:
    for field in route.fields:
        for value in NASTY:
            answer = colleague.http.request(route.method, route.path, json={field: value})
            if answer.status_code != 200:
                assert 400 <= answer.status_code < 500, (field, value, answer.text)
                problem(answer, answer.status_code)
