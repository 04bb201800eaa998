"""The language of a response: Russian unless the client prefers English."""

from collections.abc import Awaitable

from django.conf import settings
from django.utils import translation
from django.utils.translation import get_supported_language_variant
from django.utils.translation.trans_real import parse_accept_lang_header
from starlette.types import ASGIApp, Receive, Scope, Send

from rip.core.http.headers import header
from rip.core.work.lru import cached_if_short


@cached_if_short(512)
def language_of(accept_language: str, chosen: str = "") -> str:
    """The `chosen` language, else the best for an Accept-Language header: "ru" or "en"."""
    if chosen in dict(settings.LANGUAGES):
        return chosen
    for code, weight in parse_accept_lang_header(accept_language.lower()):
        if code == "*" or not weight:
            break
        try:
            return get_supported_language_variant(code)
        except LookupError:
            continue
    return settings.LANGUAGE_CODE


class RequestLanguage:
    """ASGI middleware: activates the language that a request or a socket prefers."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        # Not a coroutine of its own: one more would stay in memory for every open socket.
        if scope["type"] != "lifespan":
            translation.activate(language_of(header(scope, b"accept-language") or ""))
        return self.app(scope, receive, send)
