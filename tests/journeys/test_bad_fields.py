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


NASTY: dict[str, Any] = {
    "null": None,
    "true": True,
    "minus one": -1,
    "zero": 0,
    "a large number": 10**20,
    "a large negative number": -(10**20),
    "a fraction": 1.5,
    "a large fraction": 1e300,
    "no text": "",
    "nul": "\0",
    "escape": "\x1b",
    "a long text": "x" * 100_000,
    "another script's digit": "٣",
    "an underscore": "1_0",
    "a list": [],
    "an object": {},
    "a list in a list": [[]],
    "an object in an object": {"a": {"b": None}},
    "a thousand texts": ["x"] * 1000,
    "a path": "../../etc/passwd",
    "a quote": "' OR 1=1 --",
}
WORDY = frozenset(("another script's digit", "an underscore", "a path", "a quote"))
# Names and passwords are judged as a whole; tokens are no one's.
SECRET = WORDY | {"nul", "escape"}
OPTIONAL = WORDY | {"no text"}
# The values that fit a field, by the rule of a route or of all. None fits a field without a rule.
FITTING: dict[str, frozenset[str]] = {
    **dict.fromkeys(("title", "description", "breed", "location", "message", "text"), WORDY),
    "age": frozenset(("zero",)),
    "price": frozenset(("zero", "a fraction")),
    "image": frozenset(("null", "no text")),
    "pictures": frozenset(("a list",)),
    "adverts": frozenset(("a list",)),
    "username": SECRET,
    "password": SECRET,
    "refresh": SECRET,
    "POST /api/token/revoke/ refresh": SECRET | {"null"},
    "all": frozenset(("true",)),
    **dict.fromkeys(
        (f"POST /api/v1/accounts/register {name}" for name in ("username", "password", "email")),
        SECRET | {"no text"},
    ),
    "consent": frozenset(("true",)),
    "client_message_id": frozenset(("null", "an underscore", "a path")),
    "seq": frozenset(("zero",)),
    "assignee": OPTIONAL | {"null"},
    "was": OPTIONAL | {"null"},
    "shortcut": frozenset(("another script's digit", "an underscore")),
    "text_ru": OPTIONAL,
    "text_en": OPTIONAL,
}
# The statuses of bodies that fit, where nothing else of the request is wrong.
FOUND: dict[str, int] = {
    "POST /api/v1/favourites": 200,
    "POST /api/token/refresh/": 401,
    "POST /api/token/revoke/": 401,
}
# The routes at which a field that is null stays as it is.
LEAVING = frozenset(("PATCH /api/v1/support/replies/{reply}",))


def fitting(route: Route, field: str) -> frozenset[str]:
    fits = FITTING.get(f"{route} {field}", FITTING.get(field, frozenset()))
    return fits | {"null"} if str(route) in LEAVING else fits


@every_route_with_a_body
def test_each_value_of_any_field_fits_or_is_named(
    colleague: Person, nobody: httpx.Client, route: Route
) -> None:
    # Whoever has signed in would be signed out by some of these.
    client = nobody if route.path.startswith("/api/token/") else colleague.http
    for field in route.fields:
        for name, value in NASTY.items():
            answer = client.request(route.method, route.path, json={field: value})
            if name in fitting(route, field) and str(route) in FOUND:
                assert answer.status_code == FOUND[str(route)], (field, name, answer.text)
                continue
            named = {one.partition(".")[0] for one in wrong_fields(answer)}
            assert (field in named) is (name not in fitting(route, field)), (field, name, named)
