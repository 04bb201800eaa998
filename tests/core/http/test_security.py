import asyncio
from typing import Any

import pytest
from pytest_django import Settings
from starlette.types import Message, Receive, Scope, Send

from rip.core.http.security import EmbedOrigins, NoSniffing, is_known_host

SHOP = "https://shop.example"


@pytest.mark.parametrize(
    "host", ["rip.example", "RIP.example:8000", "a.shelter.example", "[::1]:80"]
)
def test_a_name_of_the_site_is_allowed(host: str, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["rip.example", ".shelter.example", "[::1]"]
    assert is_known_host(host)


@pytest.mark.parametrize(
    "host",
    ["", ":80", "evil.example", "rip.example.evil", "xrip.example", "rip.example/x", "a b", "\0"],
)
def test_any_other_name_is_not(host: str, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["rip.example", ".shelter.example", "[::1]"]
    assert not is_known_host(host)


def headers_of(app: Any, path: str = "/api/it", **sent: str) -> list[tuple[str, str]]:
    """The headers of the response of `app`, as they are sent."""
    messages: list[Message] = []

    async def send(message: Message) -> None:
        messages.append(message)

    async def receive() -> Message:
        return {"type": "http.request"}

    raw = [(name.encode(), value.encode()) for name, value in sent.items()]
    scope = {"type": "http", "method": "GET", "path": path, "headers": raw}
    asyncio.run(app(scope, receive, send))
    return [(name.decode(), value.decode()) for name, value in messages[0]["headers"]]


def answering(*headers: tuple[bytes, bytes]) -> Any:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [*headers]})
        await send({"type": "http.response.body", "body": b""})

    return app


@pytest.mark.parametrize("sent", [{}, {"origin": SHOP}, {"origin": "https://other.example"}])
def test_what_other_sites_may_use_says_that_it_depends_on_the_origin(sent: dict[str, str]) -> None:
    app = EmbedOrigins(answering((b"vary", b"Accept-Encoding")), ("/api/", "/media/"), [SHOP])
    for path in ("/api/it", "/media/it.webp"):
        headers = dict(headers_of(app, path, **sent))
        assert "Origin" in headers["vary"].split(", ")
        assert "Accept-Encoding" in headers["vary"].split(", ")
        allowed = headers.get("access-control-allow-origin")
        assert allowed == (SHOP if sent.get("origin") == SHOP else None)
    assert headers_of(app, "/apis/", **sent) == [("vary", "Accept-Encoding")]


def test_every_response_forbids_to_guess_its_type_and_does_so_once() -> None:
    marked = ("x-content-type-options", "nosniff")
    assert headers_of(NoSniffing(answering())) == [marked]
    for written in (b"X-Content-Type-Options", b"x-content-type-options"):
        [(name, value)] = headers_of(NoSniffing(answering((written, b"nosniff"))))
        assert (name.lower(), value) == marked
