"""The board and adverts, from bytes that are kept, before Django's middleware.

A page is the same for everybody but for a few pieces, which a visitor who is signed in gets filled
in. What needs more than that goes to the views: visitors with a message to be shown or without a
CSRF cookie, errors, and whatever is not there.
"""

import re
from typing import Final, NamedTuple

import msgspec
from django.conf import settings
from django.http import parse_cookie
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from rip.accounts.models import User
from rip.accounts.web.visitors import visitor_of
from rip.adverts.catalogue.catalogue import catalogue
from rip.adverts.models.paths import path_of
from rip.adverts.models.readers import Favourite
from rip.adverts.pages.advert import contact_in, facts_with, shared_advert
from rip.adverts.pages.board.view import shared_board
from rip.adverts.statuses import may_change
from rip.core.database import threads
from rip.core.errors import RipError
from rip.core.http.headers import header
from rip.core.http.languages import language_of
from rip.core.http.looks import look_for
from rip.core.http.security import page_headers
from rip.pages.shared import HTML, VARY, Facts, SharedPage, Visitor, form_token
from rip.pages.themes import theme_of

ADVERT: Final = re.compile(r"/adverts/([0-9]{1,18})(?:-[^/]*)?/")
MESSAGES_COOKIE: Final = "messages"

_FAVOURITE: Final = f"SELECT 1 FROM {Favourite._meta.db_table} WHERE user_id = ? AND advert_id = ?"  # noqa: S608


class _Titled(msgspec.Struct):
    """The part of an `AdvertFull` that is in the path of its page."""

    title: str


_titled: Final = msgspec.json.Decoder(_Titled).decode


class Request(NamedTuple):
    """A request for a page, as far as the page depends on it."""

    scope: Scope
    cookies: dict[str, str]
    language: str
    theme: str

    @classmethod
    def of(cls, scope: Scope) -> "Request":
        cookies = parse_cookie(header(scope, b"cookie") or "")
        chosen = cookies.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = language_of(header(scope, b"accept-language") or "", chosen)
        return cls(scope, cookies, language, theme_of(cookies))

    @property
    def site(self) -> str:
        """The URL of this site, as `requests.site_of` has it."""
        scheme = self.scope["scheme"]
        if settings.SECURE_PROXY_SSL_HEADER:
            name, secure = settings.SECURE_PROXY_SSL_HEADER
            said = header(self.scope, name.removeprefix("HTTP_").lower().replace("_", "-").encode())
            if said is not None:
                is_secure = said.partition(",")[0].strip() == secure
                scheme = "https" if is_secure else "http"
        return f"{scheme}://{header(self.scope, b'host')}"


class QuickPages:
    """ASGI middleware: answers for the pages that are kept; all else goes to the `site`."""

    def __init__(self, site: ASGIApp) -> None:
        self.site = site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        response = await _response_to(scope) if scope["method"] in ("GET", "HEAD") else None
        await (response or self.site)(scope, receive, send)


async def _response_to(scope: Scope) -> Response | None:
    """The page; None if the site has to answer."""
    path = scope["path"]
    advert = None if path == "/" else ADVERT.fullmatch(path)
    if path != "/" and advert is None:
        return None
    request = Request.of(scope)
    if MESSAGES_COOKIE in request.cookies:
        return None
    try:
        is_signed_in = settings.SESSION_COOKIE_NAME in request.cookies
        user = await visitor_of(scope) if is_signed_in else None
        if advert is not None:
            return await _advert(request, int(advert[1]), user)
        looked = await look_for(scope)
        page = await shared_board(
            scope["query_string"], request.language, request.theme, looked=looked
        )
        return page.response if user is None else _filled(page, user)
    except RipError:
        # The view meets the same error and shows a page for it.
        return None


async def _advert(request: Request, advert_id: int, user: User | None) -> Response | None:
    looked = await look_for(request.scope)
    advert = await catalogue.advert(advert_id, looked=looked)
    if advert is None or not advert.may_be_seen_by(user):
        return None
    path = path_of(advert_id, _titled(advert.body).title)
    if request.scope["path"] != path:
        # The view knows how to go on with a query.
        return None if request.scope["query_string"] else _moved_to(path, request.language)
    found = await catalogue.surroundings(advert_id, looked=looked)
    if found is None or not found.advert.may_be_seen_by(user):
        return None
    page = await shared_advert(found, request.site, request.language, request.theme)
    anyone = contact_in(page)
    if path != anyone.path:
        return None
    if user is None:
        return page.response
    token = form_token(request.cookies)
    if token is None:
        return None
    contact = anyone._replace(
        may_change=may_change(user, owner_id=found.advert.owner),
        is_favourite=await _is_favourite(user, advert_id),
    )
    return _filled(page, user, token, facts_with(contact))


def _moved_to(path: str, language: str) -> Response:
    response = Response(status_code=301)
    response.raw_headers = [
        (b"content-type", HTML),
        (b"content-length", b"0"),
        (b"location", path.encode()),
        (b"vary", VARY),
        *page_headers(language),
    ]
    return response


def _filled(page: SharedPage, user: User, token: str = "", facts: Facts = ()) -> Response:
    visitor = Visitor(is_authenticated=True, is_staff=user.is_staff)
    return page.response_for(visitor, user.pk, token, facts)


async def _is_favourite(user: User, advert_id: int) -> bool:
    inline = catalogue.follower.inline
    rows = inline.rows(_FAVOURITE, (user.pk, advert_id)) if inline is not None else None
    if rows is not None:
        return bool(rows)
    return await threads.read(user.favourites.filter(advert_id=advert_id).exists)
