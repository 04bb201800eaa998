"""Pages that are rendered once for all visitors, with holes for what differs between them.

A template leaves such a place to another one by `{% by_visitor "pieces/visitor_links.html" %}`, or
by `personal` if the other depends on more than the user. For a visitor a page is the bytes of
everyone's with the holes filled in anew; the pieces that fill them depend on little, so they are
rendered once, too, also for what Django renders for one request.
"""

import functools
import re
import secrets
from collections.abc import Hashable, Mapping, Sequence
from typing import Any, Final, NamedTuple, TypeAlias

from django.conf import settings
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils import translation
from starlette.responses import Response

from rip.core.http.responses import CachedResponse
from rip.core.http.security import page_headers

# Nobody else can write these into a page.
_SECRET: Final = secrets.token_hex(8)
_HOLE: Final = re.compile(f"hole-{_SECRET}:([a-z_/.]+);")
_PK: Final = f"pk-{_SECRET}"
# Stands for a visitor's CSRF token in texts that are rendered for all.
FORM_TOKEN: Final = f"token-{_SECRET}"
_DJANGO_SECRET: Final = re.compile(r"[a-zA-Z0-9]{32}")

HTML: Final = b"text/html; charset=utf-8"
VARY: Final = b"Accept-Language, Cookie"
RawHeader: TypeAlias = tuple[bytes, bytes]
# All that the pieces of one page need beside the visitor, by the names that they use.
Facts: TypeAlias = tuple[tuple[str, Hashable], ...]


class Visitor(NamedTuple):
    """A visitor as the pieces see them: as a user whose number is filled in later."""

    is_authenticated: bool = False
    is_staff: bool = False
    pk: str = _PK


NOBODY: Final = Visitor()


class Hole(NamedTuple):
    """A part of a page for everyone that one visitor gets another text for."""

    start: int
    end: int
    template: str


class SharedPage:
    """A page in one language, as visitors get it of whom nothing is known."""

    def __init__(
        self, html: str, language: str, facts: Facts = (), headers: Sequence[RawHeader] = ()
    ) -> None:
        """`html` has the marks of `hole`. The `facts` are those for nobody in particular."""
        self.facts = facts
        self._language = language
        self._holes: list[Hole] = []
        parts = _HOLE.split(html)
        body = bytearray(parts[0].encode())
        for template, after in zip(parts[1::2], parts[2::2], strict=True):
            start = len(body)
            body += piece(template, language, NOBODY, facts).encode()
            self._holes.append(Hole(start, len(body), template))
            body += after.encode()
        self._headers = [*page_headers(language), *headers]
        shared = [*self._headers, (b"vary", b"Accept-Encoding, " + VARY)]
        self.response = CachedResponse(bytes(body), HTML, shared)

    @property
    def size(self) -> int:
        # Each of the compressed forms is about a seventh as long.
        return len(self.response.body) * 9 // 7

    def response_for(self, visitor: Visitor, pk: int, token: str, facts: Facts) -> Response:
        """The page for a visitor who is signed in; it is stored nowhere."""
        body, end = memoryview(self.response.body), 0
        parts: list[bytes | memoryview] = []
        for hole in self._holes:
            filled = piece(hole.template, self._language, visitor, facts)
            filled = filled.replace(_PK, str(pk)).replace(FORM_TOKEN, token)
            parts += [body[end : hole.start], filled.encode()]
            end = hole.end
        response = Response(b"".join([*parts, body[end:]]))
        response.raw_headers = [
            (b"content-type", HTML),
            (b"content-length", b"%d" % len(response.body)),
            (b"cache-control", b"private, no-cache"),
            (b"vary", VARY),
            *self._headers,
        ]
        return response


def hole(template: str) -> str:
    """Mark the place of a piece; given to a template that is rendered for everyone."""
    return f"hole-{_SECRET}:{template};"


# Of the pages of so many adverts, as somebody sees them.
@functools.lru_cache(maxsize=4096)
def piece(template: str, language: str, visitor: Visitor, facts: Facts) -> str:
    """The text that fills a hole, but for the visitor's number and the token of their forms."""
    context: dict[str, Any] = {"user": visitor, "csrf_token": FORM_TOKEN, "language": language}
    context |= dict(facts)
    with translation.override(language):
        return render_to_string(template, context)


def piece_for(user: Any, template: str, language: str) -> str:
    """The piece for this user, if it depends on nothing else; None is nobody."""
    if user is None or not user.is_authenticated:
        return piece(template, language, NOBODY, ())
    visitor = Visitor(is_authenticated=True, is_staff=user.is_staff)
    return piece(template, language, visitor, ()).replace(_PK, str(user.pk))


def form_token(cookies: Mapping[str, str]) -> str | None:
    """A CSRF token for forms, which fits the visitor's cookie; None if Django has to set one."""
    secret = cookies.get(settings.CSRF_COOKIE_NAME, "")
    if not _DJANGO_SECRET.fullmatch(secret):
        return None
    request = HttpRequest()
    request.META["CSRF_COOKIE"] = secret
    return get_token(request)
