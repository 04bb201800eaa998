"""Query strings: read by a schema, and described by the same one."""

import asyncio
from typing import Annotated, Any

import pytest
from pydantic import BaseModel, Field
from starlette.requests import Request

from rip.core.errors import BadInput
from rip.core.http.fields import Whole
from rip.core.http.queries import describe_query, parse_query, read_query


class Wanted(BaseModel):
    age: Annotated[Whole, Field(ge=0, description="In years.")]
    breed: str = "any"
    limit: Whole = 20


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (b"age=7", (7, "any", 20)),
        (b"age=7&breed=%D0%BF%D1%83%D0%BF&limit=5", (7, "пуп", 5)),
        (b"age=7&breed=a+b", (7, "a b", 20)),
        # Empty and unknown ones count as not given; of one given twice the last counts.
        (b"age=7&breed=&limit=&colour=red", (7, "any", 20)),
        (b"age=6&age=7", (7, "any", 20)),
        (b"&&age=7&&", (7, "any", 20)),
    ],
)
def test_parameters_are_read(query: bytes, found: tuple[int, str, int]) -> None:
    wanted = parse_query(query, Wanted)
    assert (wanted.age, wanted.breed, wanted.limit) == found


@pytest.mark.parametrize(
    ("query", "wrong"),
    [
        (b"", {"age"}),
        (b"age=", {"age"}),
        (b"age=-1", {"age"}),
        (b"age=x&limit=y", {"age", "limit"}),
        (b"age=\xff", {"age"}),
    ],
)
def test_every_wrong_one_is_named(query: bytes, wrong: set[str]) -> None:
    with pytest.raises(BadInput) as caught:
        parse_query(query, Wanted)
    assert set(caught.value.errors) == wrong


def test_too_many_are_refused_with_a_reason() -> None:
    with pytest.raises(BadInput) as caught:
        parse_query(b"&".join([b"age=7"] * 101), Wanted)
    assert not caught.value.errors
    assert caught.value.detail != BadInput.detail


def test_a_route_reads_them_from_its_request() -> None:
    def read(query: bytes) -> Wanted:
        scope = {"type": "http", "query_string": query, "headers": []}
        return asyncio.run(read_query(Wanted)(Request(scope)))  # type: ignore[arg-type]

    assert read(b"age=7").age == 7
    with pytest.raises(BadInput):
        read(b"")


def test_they_are_described_as_the_schema_has_them() -> None:
    described: list[dict[str, Any]] = describe_query(Wanted)["parameters"]
    assert [(one["name"], one["in"], one["required"]) for one in described] == [
        ("age", "query", True),
        ("breed", "query", False),
        ("limit", "query", False),
    ]
    age, breed, _ = described
    assert age["description"] == "In years."
    assert age["schema"]["type"] == "integer"
    assert "description" not in breed
    assert breed["schema"]["default"] == "any"


def test_a_schema_that_needs_nothing_is_described_too() -> None:
    class Optional(BaseModel):
        breed: str = ""

    [breed] = describe_query(Optional)["parameters"]
    assert breed["required"] is False


def test_a_type_of_its_own_is_described_by_a_reference() -> None:
    class Inner(BaseModel):
        breed: str

    class Outer(BaseModel):
        inner: Inner

    [inner] = describe_query(Outer)["parameters"]
    assert inner["schema"] == {"$ref": "#/components/schemas/Inner"}
