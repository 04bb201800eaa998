"""Every type of field becomes types of the API, also those that no field of the seed has."""

from decimal import Decimal
from typing import Any, Final

import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError, create_model

from rip.adverts.api.field_types import in_document, in_new, in_patch, in_query, type_of
from rip.adverts.declarations import (
    Choice,
    Field,
    Filtering,
    Flag,
    LongText,
    Money,
    Option,
    Text,
    Whole,
)

NAME: Final = Text("name", "name", example="Пупсик", max_length=5, filtering=Filtering.FOLDED)
STORY: Final = LongText("story", "story", example="Милый", max_length=5)
SIZE: Final = Choice(
    "size",
    "size",
    example="S",
    values=lambda: ["S", "L"],
    known=(Option("S", "small", "small", "small"),),
    max_length=1,
    default="S",
    filtering=Filtering.EQUAL,
)
LEGS: Final = Whole(
    "legs",
    "legs",
    example=4,
    least=1,
    most=8,
    unit="Legs",
    default=4,
    filtering=Filtering.RANGE,
)
FEE: Final = Money("fee", "fee", example=1, digits=4, places=2, unit="Roubles")
TAME: Final = Flag("tame", "tame", example=1, default=True, filtering=Filtering.FLAG)


def model_of(definitions: dict[str, Any]) -> type[BaseModel]:
    return create_model("Model", **definitions)


@pytest.mark.parametrize(
    ("field", "good", "bad"),
    [
        (NAME, ["", "Барон"], ["Баронн", "a\x00", 7, None]),
        (STORY, ["", "a\nb"], ["123456", "a\x00", 7, None]),
        (SIZE, ["S", "L"], ["", "M", "s", 7, None]),
        (LEGS, [1, 8, "4"], [0, 9, 1.5, True, "", None]),
        (FEE, [0, Decimal("99.99"), "1.5"], [-1, Decimal(100), Decimal("0.001"), True, "", None]),
        (TAME, [True, False, "true", "False"], [0, 1, "", "yes", None]),
    ],
    ids=lambda given: given.name if isinstance(given, Field) else "",
)
def test_a_value_is_of_its_type_and_within_its_limits(
    field: Field, good: list[Any], bad: list[Any]
) -> None:
    adapter = TypeAdapter[Any](type_of(field))
    for value in good:
        adapter.validate_python(value)
    for value in bad:
        with pytest.raises(ValidationError):
            adapter.validate_python(value)


@pytest.mark.parametrize(
    ("field", "blank"),
    [(NAME, ""), (STORY, ""), (SIZE, "S"), (LEGS, 4), (FEE, Decimal(0)), (TAME, True)],
    ids=lambda given: given.name if isinstance(given, Field) else "",
)
def test_a_field_that_is_not_of_the_seed_may_be_left_out(field: Field, blank: object) -> None:
    for define in (in_new, in_patch):
        model = model_of({field.name: define(field)})
        assert model().model_dump() == {field.name: blank}
        assert "required" not in model.model_json_schema()


def test_a_filter_has_the_parameters_of_its_kind() -> None:
    parameters = {
        name: model_of({name: definition})
        for field in (NAME, STORY, SIZE, LEGS, FEE, TAME)
        for name, definition in in_query(field).items()
    }
    assert set(parameters) == {"name", "size", "legs_min", "legs_max", "tame"}
    for name, value, read in (
        ("name", "Ёж", "еж"),
        ("size", "L", "L"),
        ("legs_min", "2", 2),
        ("legs_max", "8", 8),
        ("tame", "false", False),
    ):
        assert parameters[name]().model_dump() == {name: None}
        assert parameters[name](**{name: value}).model_dump() == {name: read}
        with pytest.raises(ValidationError):
            parameters[name](**{name: "\x00"})


@pytest.mark.parametrize(
    ("field", "kind"),
    [(NAME, str), (STORY, str), (SIZE, str), (LEGS, int), (FEE, float), (TAME, bool)],
    ids=lambda given: given.name if isinstance(given, Field) else "",
)
def test_an_advert_shows_it_as_json_has_it(field: Field, kind: type) -> None:
    assert in_document(field)[0] is kind


def test_a_type_that_the_api_does_not_know_is_a_mistake_in_the_code() -> None:
    class Colour(Field):
        blank = ""

    unknown = Colour("colour", "colour", example="red")
    for define in (type_of, in_document):
        with pytest.raises(TypeError):
            define(unknown)
