import asyncio
from typing import Any

import pytest
from pytest_django import Settings
from starlette.types import Message, Receive, Scope, Send

from rip.core.http.security import EmbedOrigins, SecurityHeaders, is_known_host

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


def headers_of(
    app: Any, path: str = "/api/it", *, scheme: str = "http", **sent: str
) -> list[tuple[str, str]]:
    """The headers of the response of `app`, as they are sent."""
    messages: list[Message] = []

    async def send(message: Message) -> None:
        messages.append(message)

    async def receive() -> Message:
        return {"type": "http.request"}

    raw = [(name.encode(), value.encode()) for name, value in sent.items()]
    scope = {"type": "http", "method": "GET", "scheme": scheme, "path": path, "headers": raw}
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
    for headers in ((), ((b"X-Content-Type-Options", b"nosniff"),)):
        sent = headers_of(SecurityHeaders(answering(*headers)))
        assert [value for name, value in sent if name.lower() == "x-content-type-options"] == [
            "nosniff"
        ]


def test_no_page_may_ask_for_a_camera_and_no_other_site_load_from_here() -> None:
    sent = dict(headers_of(SecurityHeaders(answering())))
    assert "camera=()" in sent["permissions-policy"]
    assert sent["cross-origin-resource-policy"] == "same-origin"


@pytest.mark.parametrize(
    ("path", "policy"),
    [
        ("/api/it", "cross-origin"),
        ("/media/it.webp", "cross-origin"),
        ("/", "same-origin"),
        ("/adverts/7/", "same-origin"),
    ],
)
def test_other_sites_may_load_what_is_shared_with_them(path: str, policy: str) -> None:
    app = SecurityHeaders(answering(), ("/api/", "/media/"))
    assert dict(headers_of(app, path))["cross-origin-resource-policy"] == policy


@pytest.mark.parametrize(
    ("profile", "scheme", "said"),
    [
        ("production", "https", True),
        ("production", "http", False),
        ("local", "https", False),
    ],
)
def test_only_production_behind_tls_is_to_be_asked_by_tls_alone(
    settings: Settings, profile: str, scheme: str, *, said: bool
) -> None:
    settings.ENV = settings.ENV.model_copy(update={"profile": profile})
    sent = dict(headers_of(SecurityHeaders(answering()), scheme=scheme))
    assert ("strict-transport-security" in sent) is said
