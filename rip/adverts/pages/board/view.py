"""The board as a page.

Visitors who are not signed in all get the same page, so it is kept as bytes and answered before
Django's middleware (`quick_page`). It is made of what the API answers with, and is as fresh. Who
has a session is answered by the view.
"""

from typing import Final

from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponse, parse_cookie
from django.utils import translation
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from starlette.types import Scope

from rip.adverts.catalogue.catalogue import catalogue
from rip.adverts.pages.board import query
from rip.adverts.pages.board.render import page_for, page_for_anyone
from rip.core.errors import RipError
from rip.core.http.languages import language_of
from rip.core.http.responses import CachedResponse
from rip.core.http.themes import theme_of
from rip.core.work.lru import LRUCache

# What kept pages may take, as a part of what the catalogue may.
SHARE: Final = 4
# Who has one of these may see something that nobody else does.
PERSONAL_COOKIES: Final = {settings.SESSION_COOKIE_NAME, "messages"}
# What Django's middleware says of the pages it sees.
HEADERS: Final = [
    (b"content-security-policy", build_policy().encode()),
    (b"x-frame-options", settings.X_FRAME_OPTIONS.encode()),
    (b"referrer-policy", settings.SECURE_REFERRER_POLICY.encode()),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"vary", b"Accept-Encoding, Accept-Language, Cookie"),
]


class KeptPage:
    """A page, and the tag of the answer it was made of."""

    def __init__(self, made_of: bytes, html: str) -> None:
        self.made_of = made_of
        self.answer = CachedResponse(html.encode(), b"text/html; charset=utf-8", HEADERS)

    @property
    def size(self) -> int:
        # Each of the packed forms is about a seventh as long.
        return len(self.answer.body) * 9 // 7


_kept: LRUCache[tuple[bytes, str, str], KeptPage] = LRUCache(settings.RIP_CATALOGUE_BYTES // SHARE)


@require_safe
async def board(request: HttpRequest) -> HttpResponse:
    """A page of the published adverts; the query string says which and in what order."""
    language = get_language() or settings.LANGUAGE_CODE
    asked = query.read(request.META["QUERY_STRING"].encode("latin-1"), language)
    answer = await catalogue.page(asked.listing)
    # The template asks who this is, and may not wait for the database.
    request.user = await request.auser()
    return HttpResponse(page_for(request, asked, bytes(answer.body), language))


async def quick_page(scope: Scope) -> CachedResponse | None:
    """The page for anyone; None when it is not for anyone, or cannot be answered now."""
    cookies, accepted = _read_headers(scope)
    if not PERSONAL_COOKIES.isdisjoint(cookies):
        return None
    language = language_of(accepted, cookies.get(settings.LANGUAGE_COOKIE_NAME, ""))
    theme = theme_of(cookies)
    with translation.override(language):
        asked = query.read(scope["query_string"], language)
    try:
        answer = await catalogue.page(asked.listing)
    except RipError:
        # The view meets the same error and has a page for it.
        return None
    key = (scope["query_string"], language, theme)
    kept = _kept.get(key)
    if kept is None or kept.made_of != answer.tag:
        with translation.override(language):
            html = page_for_anyone(asked, bytes(answer.body), language, theme)
        kept = KeptPage(answer.tag, html)
        _kept.put(key, kept)
    return kept.answer


def _read_headers(scope: Scope) -> tuple[dict[str, str], str]:
    """The cookies, and Accept-Language."""
    cookies: dict[str, str] = {}
    accepted = ""
    for name, value in scope["headers"]:
        if name == b"cookie":
            cookies.update(parse_cookie(value.decode("latin-1")))
        elif name == b"accept-language":
            accepted = value.decode("latin-1")
    return cookies, accepted
