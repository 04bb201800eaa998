"""The routes of the API, from its own OpenAPI document."""

from dataclasses import dataclass
from typing import Any

import pytest

from rip import api

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


@dataclass(frozen=True)
class Route:
    """One method of one address, and the fields its body takes."""

    method: str
    path: str
    fields: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


def _fields(operation: dict[str, Any]) -> tuple[str, ...]:
    if "requestBody" not in operation:
        return ()
    content = operation["requestBody"]["content"]
    if "application/json" not in content:  # pictures alone
        return ()
    return tuple(content["application/json"]["schema"]["properties"])


DOCUMENT = api.create().openapi()
ROUTES = [
    Route(method.upper(), path, _fields(operation))
    for path, item in DOCUMENT["paths"].items()
    for method, operation in item.items()
]
every_route = pytest.mark.parametrize("route", ROUTES, ids=str)
every_route_with_a_body = pytest.mark.parametrize(
    "route", [route for route in ROUTES if route.fields], ids=str
)
every_address = pytest.mark.parametrize("path", sorted(DOCUMENT["paths"]))
