"""Query strings, read and described by one schema each.

`read_query(Schema)` is a FastAPI dependency that gives a validated Schema; `describe_query(Schema)`
says the same in OpenAPI.
"""

from collections.abc import Awaitable, Callable
from typing import Any, Final, TypeVar
from urllib.parse import parse_qsl

from django.utils.translation import gettext_lazy as _
from fastapi import Request
from pydantic import BaseModel, ValidationError

from rip.core.errors import BadInput
from rip.core.http.problems import bad_fields

Schema = TypeVar("Schema", bound=BaseModel)

MOST_PARAMETERS: Final = 100


def parse_query(query: bytes, schema: type[Schema]) -> Schema:
    """The parameters in a query string; empty and unknown ones count as not given.

    Raises BadInput, which names every wrong one.
    """
    try:
        pairs = parse_qsl(query.decode("latin-1"), max_num_fields=MOST_PARAMETERS)
        return schema.model_validate(dict(pairs))
    except ValidationError as error:
        raise bad_fields(error) from error
    except ValueError as error:
        raise BadInput(_("There are too many parameters.")) from error


def read_query(schema: type[Schema]) -> Callable[[Request], Awaitable[Schema]]:
    """A dependency that reads and checks the query string. It raises BadInput."""

    async def dependency(request: Request) -> Schema:
        return parse_query(request.scope["query_string"], schema)

    return dependency


def describe_query(schema: type[BaseModel]) -> dict[str, Any]:
    """The `openapi_extra` of a route that takes the fields of `schema` as query parameters."""
    described = schema.model_json_schema(ref_template="#/components/schemas/{model}")
    required = described.get("required", ())
    parameters = []
    for name, field in described["properties"].items():
        parameter = {"name": name, "in": "query", "required": name in required, "schema": field}
        if "description" in field:
            parameter["description"] = field["description"]
        parameters.append(parameter)
    return {"parameters": parameters}
