"""Checks of every request and handshake, and headers of every response, for all doors."""

import functools
from collections.abc import Awaitable, Sequence
from typing import Final

from csp.utils import build_policy
from django.conf import settings
from django.http.request import split_domain_port, validate_host
from django.utils.translation import gettext_lazy as _
from starlette.datastructures import MutableHeaders
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rip.core.errors import BadInput
from rip.core.http import problems
from rip.core.http.headers import header


@functools.cache
def page_headers(language: str) -> list[tuple[bytes, bytes]]:
    """The headers that Django's middleware sets on the pages it sees, for those it does not see."""
    return [
        (b"content-language", language.encode()),
        (b"content-security-policy", build_policy().encode()),
        (b"x-frame-options", settings.X_FRAME_OPTIONS.encode()),
        (b"referrer-policy", settings.SECURE_REFERRER_POLICY.encode()),
        (b"cross-origin-opener-policy", settings.SECURE_CROSS_ORIGIN_OPENER_POLICY.encode()),
    ]


# Of a name in the DNS, and a port.
LONGEST_HOST: Final = 253 + len(":65535")


class KnownHosts:
    """ASGI middleware: refuses requests to hosts that are not in ALLOWED_HOSTS."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        # Not a coroutine of its own: one more would stay in memory for every open socket.
        if scope["type"] == "lifespan" or is_known_host(header(scope, b"host") or ""):
            return self.app(scope, receive, send)
        return _refuse(scope, receive, send)


async def _refuse(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})
        return
    error = BadInput(_("This site is not known by that name. Add it to ALLOWED_HOSTS."))
    await problems.response(error)(scope, receive, send)


def is_known_host(host: str) -> bool:
    """True if the site is known by this name, given with or without a port."""
    if len(host) > LONGEST_HOST:
        return False
    return _is_one_of(host, tuple(settings.ALLOWED_HOSTS))


# Bounded, because strangers may ask for any number of names.
@functools.lru_cache(maxsize=512)
def _is_one_of(host: str, allowed: tuple[str, ...]) -> bool:
    domain, _port = split_domain_port(host)
    return bool(domain) and validate_host(domain, allowed)


_NO_SNIFFING: Final = (b"x-content-type-options", b"nosniff")
# Nothing of these is asked for by any page.
_PERMISSIONS: Final = (
    b"permissions-policy",
    b"camera=(), display-capture=(), geolocation=(), microphone=(), midi=(), payment=(), usb=()",
)
_OWN: Final = (b"cross-origin-resource-policy", b"same-origin")
_SHARED: Final = (b"cross-origin-resource-policy", b"cross-origin")
# Browsers remember for a year that the site is never to be asked without TLS.
_TLS_ALONE: Final = (b"strict-transport-security", b"max-age=31536000")


class SecurityHeaders:
    """ASGI middleware: tells browsers not to guess content types, what no page may ask for, and
    that other sites may not load what is here; in production also to come by TLS alone.

    `shared` are the paths that other sites may load from.
    """

    def __init__(self, app: ASGIApp, shared: tuple[str, ...] = ()) -> None:
        self.app = app
        self.shared = shared
        self.by_tls_alone = settings.ENV.production

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        if scope["type"] != "http":
            return self.app(scope, receive, send)
        is_shared = bool(self.shared) and scope["path"].startswith(self.shared)
        headers = [_PERMISSIONS, _SHARED if is_shared else _OWN]
        if self.by_tls_alone and scope["scheme"] == "https":
            headers.append(_TLS_ALONE)

        def marked(message: Message) -> Awaitable[None]:
            if message["type"] == "http.response.start":
                _mark(message, headers)
            return send(message)

        return self.app(scope, receive, marked)


def _mark(start: Message, more: list[tuple[bytes, bytes]]) -> None:
    # By hand: making a mapping of the headers would cost every response more than this.
    headers = start.get("headers", ())
    for name, _value in headers:
        if name.lower() == _NO_SNIFFING[0]:
            break
    else:
        more = [*more, _NO_SNIFFING]
    start["headers"] = [*headers, *more]


class EmbedOrigins:
    """ASGI middleware: pages of these other sites may call the API and load pictures.

    They send no cookies: people have tokens. Any other origin gets the response as it is, which
    is closed to its pages.
    """

    def __init__(self, app: ASGIApp, paths: tuple[str, ...], origins: Sequence[str]) -> None:
        self.app = app
        self.paths = paths
        self.origins = frozenset(origins)
        self.shared = CORSMiddleware(
            app,
            allow_origins=origins,
            allow_methods=["GET", "POST", "PUT", "PATCH", "DELETE"],
            allow_headers=["Authorization", "Idempotency-Key"],
            expose_headers=["ETag", "Retry-After", "Location", "Idempotent-Replayed"],
            max_age=600,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(self.paths):
            await self.app(scope, receive, send)
            return

        async def varied(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).add_vary_header("Origin")
            await send(message)

        known = header(scope, b"origin") in self.origins
        door = self.shared if known else self.app
        await door(scope, receive, varied)
