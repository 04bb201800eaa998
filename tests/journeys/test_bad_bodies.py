"""Bodies that are no JSON object of fields, sent to every route that takes a body."""

import pytest

from tests.kit.people import Person
from tests.kit.problems import problem
from tests.kit.routes import Route, every_route_with_a_body

NOT_AN_OBJECT = {
    "not json": b"{nonsense",
    "cut off": b'{"title": "x"',
    "two values": b"{} {}",
    "single quotes": b"{'id': 1}",
    "a comment": b"{} // yes",
    "a list": b"[]",
    "a list of objects": b'[{"id": 1}]',
    "a string": b'"text"',
    "a number": b"7",
    "true": b"true",
    "null": b"null",
    "spaces": b"   ",
    "nan": b'{"id": NaN, "price": NaN}',
    "infinity": b'{"price": Infinity}',
    "minus infinity": b'{"price": -Infinity}',
    "raw nul": b'{"title": "\x00"}',
    "only nul": b"\x00",
    "raw newline in a string": b'{"title": "a\nb"}',
    "invalid utf-8": b'{"title": "\xff\xfe"}',
    "overlong utf-8": b'{"title": "\xc0\xaf"}',
    "utf-8 surrogate": b'{"title": "\xed\xa0\x80"}',
    "utf-16": '{"id": 1}'.encode("utf-16"),
    "lone surrogate": b'{"title": "\\ud800", "username": "\\ud800", "refresh": "\\ud800"}',
    "lone low surrogate": b'{"id": "\\udc00"}',
    "surrogates the wrong way round": b'{"id": "\\udc00\\ud800"}',
    "deep lists": b'{"id": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "deep objects": b'{"id": ' * 100_000 + b"1" + b"}" * 100_000,
    "deep and never closed": b"[" * 500_000,
    "a 5,000-digit integer": b'{"id": ' + b"9" * 5_000 + b"}",
}

ENDLESS_NUMBERS = {
    "exponent": b"1e" + b"9" * 30,
    "negative exponent": b"-1e" + b"9" * 30,
    "exponent of a fraction": b"1e-" + b"9" * 30,
    "zero with an exponent": b"0e" + b"9" * 30,
    "exponent at the edge": b"1e999999999999999999",
    "400-digit integer": b"9" * 400,
}


@every_route_with_a_body
def test_it_is_refused_everywhere(colleague: Person, route: Route) -> None:
    for name, body in NOT_AN_OBJECT.items():
        answer = colleague.http.request(
            route.method, route.path, content=body, headers={"Content-Type": "application/json"}
        )
        assert answer.status_code == 400, (name, answer.text)
        problem(answer, 400)


@every_route_with_a_body
@pytest.mark.parametrize("number", ENDLESS_NUMBERS.values(), ids=ENDLESS_NUMBERS.keys())
def test_a_number_without_end_is_a_wrong_field(
    colleague: Person, route: Route, number: bytes
) -> None:
    for field in route.fields:
        answer = colleague.http.request(
            route.method,
            route.path,
            content=b'{"%s": %s}' % (field.encode(), number),
            headers={"Content-Type": "application/json"},
        )
        problem(answer, 400)
