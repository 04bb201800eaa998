"""The OpenAPI document: complete, true, and shown without help from other sites."""

from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx
import jsonschema_rs
import pytest

from tests.kit.people import ADVERT
from tests.kit.routes import DOCUMENT, ROUTES, Route, every_route, every_route_with_a_body
from tests.kit.running import Server

TAKES_A_BODY = {"400", "413", "415"}
SIGNED_IN = ("/api/ws_token/", "/api/v1/support_chat", "/api/v1/chats_list", "/api/v1/accounts/me")


def operation(route: Route) -> dict[str, Any]:
    found: dict[str, Any] = DOCUMENT["paths"][route.path][route.method.lower()]
    return found


def check(instance: object, schema: dict[str, Any]) -> None:
    """Raises ValidationError when `instance` does not fit `schema`."""
    whole = {**schema, "components": DOCUMENT["components"]}
    jsonschema_rs.validate(whole, instance)


def test_it_is_served_and_describes_every_call_of_the_seed(nobody: httpx.Client) -> None:
    answer = nobody.get("/api/openapi.json")
    assert answer.status_code == 200
    assert answer.json() == DOCUMENT
    assert {str(route) for route in ROUTES} >= {
        "GET /api/v1/execute",
        "POST /api/v1/execute",
        "PATCH /api/v1/execute",
        "DELETE /api/v1/execute",
        "POST /api/token/",
        "POST /api/token/refresh/",
        "GET /api/ws_token/",
        "GET /api/v1/support_chat",
        "GET /api/v1/chats_list",
    }


@every_route
def test_every_error_is_described_as_a_problem_document(route: Route) -> None:
    described = operation(route)["responses"]
    errors = {status for status in described if status >= "400"}
    expected = set(TAKES_A_BODY if route.fields else ())
    if "/execute" in route.path or route.path in SIGNED_IN:
        expected.add("401")
    assert errors >= expected
    takes_a_key = any(one["in"] == "header" for one in operation(route).get("parameters", ()))
    assert ("422" in errors) is takes_a_key
    for status in errors:
        (media_type,) = described[status]["content"]
        assert media_type == "application/problem+json"
        content = described[status]["content"][media_type]
        check(content["example"], content["schema"])
        assert str(content["example"]["status"]) == status


@every_route
def test_every_success_is_described_and_explained(route: Route) -> None:
    described = operation(route)
    assert described["description"]
    assert described["tags"]
    (success,) = (status for status in described["responses"] if status < "300")
    assert described["responses"][success]["content"]["application/json"]["schema"]


@every_route_with_a_body
def test_every_body_may_be_json_or_a_form_and_has_a_valid_example(route: Route) -> None:
    content = operation(route)["requestBody"]["content"]
    assert set(content) == {
        "application/json",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
    }
    examples = content["application/json"]["examples"].values()
    assert examples
    for example in examples:
        check(example["value"], content["application/json"]["schema"])


def test_the_seeds_bodies_fit_the_schemas() -> None:
    for method, body in (
        ("post", ADVERT),
        ("patch", {"id": 7, "price": 1000}),
        ("delete", {"id": 7}),
    ):
        content = DOCUMENT["paths"]["/api/v1/execute"][method]["requestBody"]["content"]
        check(body, content["application/json"]["schema"])
        examples = [item["value"] for item in content["application/json"]["examples"].values()]
        assert body in examples
        with pytest.raises(jsonschema_rs.ValidationError):
            check({**body, "id": "x", "age": -1, "title": 7}, content["application/json"]["schema"])


def test_the_examples_of_the_schemas_are_valid() -> None:
    examples = [
        (name, example)
        for name, schema in DOCUMENT["components"]["schemas"].items()
        for example in schema.get("examples", ())
    ]
    assert examples
    for name, example in examples:
        check(example, {"$ref": f"#/components/schemas/{name}"})


class Addresses(HTMLParser):
    """The addresses a browser fetches to show a page, and the scripts written into it."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.inline_scripts = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self.found += [named[name] or "" for name in ("src", "srcset", "data") if name in named]
        if tag == "link":
            self.found.append(named["href"] or "")
        self.inline_scripts += tag == "script" and "src" not in named


def test_its_page_asks_only_this_site(server: Server, nobody: httpx.Client) -> None:
    page = nobody.get("/api/docs")
    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/html")
    addresses = Addresses()
    addresses.feed(page.text)
    assert len(addresses.found) >= 3
    assert addresses.inline_scripts == 0
    for address in addresses.found:
        absolute = urljoin(f"{server.url}/api/docs", address)
        assert urlsplit(absolute).netloc == urlsplit(server.url).netloc
        assert nobody.get(absolute).status_code == 200
    assert "//" not in nobody.get("/static/swagger-ui/start.js").text
    styles = nobody.get("/static/swagger-ui/swagger-ui.css").text
    assert "@import" not in styles
    assert "url(http" not in styles
    assert "url(//" not in styles
