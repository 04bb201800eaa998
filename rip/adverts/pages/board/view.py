"""The board as a page.

Visitors who are not signed in all get the same page, so it is cached as bytes and sent before
Django's middleware (`quick_page`). It is made of the API's response to the same query, and is as
fresh. Visitors with a session get theirs from the view.
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

# The part of the catalogue's memory that cached pages may take.
SHARE: Final = 4
# Visitors with one of these may see what nobody else does.
PERSONAL_COOKIES: Final = {settings.SESSION_COOKIE_NAME, "messages"}
# As Django's middleware sets them on the pages it sees.
HEADERS: Final = [
    (b"content-security-policy", build_policy().encode()),
    (b"x-frame-options", settings.X_FRAME_OPTIONS.encode()),
    (b"referrer-policy", settings.SECURE_REFERRER_POLICY.encode()),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"vary", b"Accept-Encoding, Accept-Language, Cookie"),
]


class CachedBoardPage:
    """A page, and the tag of the API's response that it was made of."""

    def __init__(self, made_of: bytes, html: str) -> None:
        self.made_of = made_of
        self.response = CachedResponse(html.encode(), b"text/html; charset=utf-8", HEADERS)

    @property
    def size(self) -> int:
        # Each of the compressed forms is about a seventh as long.
        return len(self.response.body) * 9 // 7


_cache: LRUCache[tuple[bytes, str, str], CachedBoardPage] = LRUCache(
    settings.RIP_CATALOGUE_BYTES // SHARE
)


@require_safe
async def board(request: HttpRequest) -> HttpResponse:
    """A page of the published adverts; the query string says which and in what order."""
    language = get_language() or settings.LANGUAGE_CODE
    board_query = query.read(request.META["QUERY_STRING"].encode("latin-1"), language)
    response = await catalogue.page(board_query.listing)
    # The template needs the user, and may not wait for the database.
    request.user = await request.auser()
    return HttpResponse(page_for(request, board_query, bytes(response.body), language))


async def quick_page(scope: Scope) -> CachedResponse | None:
    """Return the page that anyone gets; None for a visitor with a page of their own, and on an
    error."""
    cookies, accepted = _read_headers(scope)
    if not PERSONAL_COOKIES.isdisjoint(cookies):
        return None
    language = language_of(accepted, cookies.get(settings.LANGUAGE_COOKIE_NAME, ""))
    theme = theme_of(cookies)
    with translation.override(language):
        board_query = query.read(scope["query_string"], language)
    try:
        response = await catalogue.page(board_query.listing)
    except RipError:
        # The view meets the same error and shows a page for it.
        return None
    key = (scope["query_string"], language, theme)
    cached = _cache.get(key)
    if cached is None or cached.made_of != response.tag:
        with translation.override(language):
            html = page_for_anyone(board_query, bytes(response.body), language, theme)
        cached = CachedBoardPage(response.tag, html)
        _cache.put(key, cached)
    return cached.response


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
