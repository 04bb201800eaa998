"""Bodies as OpenAPI shows them: the same fields in each form they may come in."""

from typing import Any

from pydantic import BaseModel, ConfigDict

from rip.core.http.bodies import FORM, JSON, MULTIPART, describe_body, describe_pictures

IMAGE = {"type": "string", "format": "binary", "description": "JPEG, PNG or WebP."}


class Bowl(BaseModel):
    size: int


class Cat(BaseModel):
    name: str


class Basket(BaseModel):
    model_config = ConfigDict(
        json_schema_extra={"examples": [{"title": "Full", "cats": []}, {"cats": [{"name": "Tom"}]}]}
    )

    cats: list[Cat]


BOWL: dict[str, Any] = {
    "title": "Bowl",
    "type": "object",
    "properties": {"size": {"title": "Size", "type": "integer"}},
    "required": ["size"],
}


def content_of(described: dict[str, Any]) -> dict[str, Any]:
    """The forms of the body, which must be sent."""
    assert described.keys() == {"requestBody"}
    body: dict[str, Any] = described["requestBody"]
    assert body.keys() == {"required", "content"}
    assert body["required"] is True
    content: dict[str, Any] = body["content"]
    return content


def test_a_body_may_come_in_three_forms() -> None:
    form = {"schema": BOWL}
    assert content_of(describe_body(Bowl)) == {JSON: form, FORM: form, MULTIPART: form}


def test_a_picture_comes_in_a_multipart_form_alone() -> None:
    content = content_of(describe_body(Bowl, picture=True))
    assert content[JSON] == content[FORM] == {"schema": BOWL}
    properties = {**BOWL["properties"], "image": IMAGE}
    assert content[MULTIPART] == {"schema": {**BOWL, "properties": properties}}


def test_examples_are_named_and_those_of_json() -> None:
    content = content_of(describe_body(Basket))
    assert content[JSON].pop("examples") == {
        "Full": {"value": {"title": "Full", "cats": []}},
        "example": {"value": {"cats": [{"name": "Tom"}]}},
    }
    assert content[JSON] == content[FORM] == content[MULTIPART]
    assert content[JSON].keys() == {"schema"}
    assert "examples" not in content[JSON]["schema"]


def test_other_schemas_are_those_of_the_document() -> None:
    content = content_of(describe_body(Basket))
    items = content[JSON]["schema"]["properties"]["cats"]["items"]
    assert items == {"$ref": "#/components/schemas/Cat"}


def test_pictures_alone_come_in_a_multipart_form() -> None:
    schema = {
        "type": "object",
        "required": ["image"],
        "properties": {"image": {"type": "array", "items": IMAGE}},
    }
    assert content_of(describe_pictures()) == {MULTIPART: {"schema": schema}}
