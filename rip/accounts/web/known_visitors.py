"""Visitors whom this process has verified already, for the views of pages that only read.

To find a session and its user costs two queries, which is more than many pages take. Requests that
may write get their user from the database as Django does.
"""

import copy
from contextlib import suppress
from typing import Final

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.http import HttpRequest
from starlette.types import ASGIApp, Receive, Scope, Send

from rip.accounts.web.visitors import visitor_of
from rip.core.errors import Unavailable

_KEY: Final = "rip.visitor"


class KnownVisitors:
    """ASGI middleware: looks the visitor up for `VisitorMiddleware`."""

    def __init__(self, site: ASGIApp) -> None:
        self.site = site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] in ("GET", "HEAD"):
            # Without the database the view says what to do.
            with suppress(Unavailable):
                scope[_KEY] = await visitor_of(scope)
        await self.site(scope, receive, send)


class VisitorMiddleware(AuthenticationMiddleware):
    """Django's, with `request.user` from the look-up if there was one."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        visitor = getattr(request, "scope", {}).get(_KEY)
        if visitor is not None:
            # A copy: others have the same one, and a view may change it.
            request.user = copy.copy(visitor)
            # The page depends on the cookie, as if the session had been read.
            request.session.accessed = True
