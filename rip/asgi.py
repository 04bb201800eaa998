"""The front door: one ASGI application for the API, the sockets, the pages and the files."""

import os
from collections.abc import Awaitable
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rip.settings")
django.setup(set_prefix=False)

from django.conf import settings  # noqa: E402  (Django is ready only now)
from starlette.types import ASGIApp, Receive, Scope, Send  # noqa: E402

from rip import api  # noqa: E402
from rip.accounts.passwords.hashers import THREADS  # noqa: E402
from rip.accounts.web.known_visitors import KnownVisitors  # noqa: E402
from rip.adverts.pages.quick import QuickPages  # noqa: E402
from rip.core.http.languages import RequestLanguage  # noqa: E402
from rip.core.http.limits import BodySizeLimit  # noqa: E402
from rip.core.http.security import EmbedOrigins, KnownHosts, SecurityHeaders  # noqa: E402
from rip.pages.errors import busy_page  # noqa: E402
from rip.pages.site import DjangoSite, PasswordsApart  # noqa: E402
from rip.server.access_log import AccessLog  # noqa: E402
from rip.server.static_files import static_door  # noqa: E402
from rip.support import sockets  # noqa: E402

API_PATHS: Final = ("/api/", settings.MEDIA_URL, "/livez", "/readyz")


class HttpDoors:
    """Sends each request to the API or to the site."""

    def __init__(self, api_door: ASGIApp, site: ASGIApp) -> None:
        self.api_door = api_door
        self.site = site

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        if scope["type"] != "http" or scope["path"].startswith(API_PATHS):
            return self.api_door(scope, receive, send)
        return self.site(scope, receive, send)


class FrontDoor:
    """Sends sockets past the layers of HTTP.

    A socket stays open for hours, and the memory of every layer it comes through stays with it.
    """

    def __init__(self, http: ASGIApp, socket: ASGIApp) -> None:
        self.http = http
        self.socket = socket

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        door = self.socket if scope["type"] == "websocket" else self.http
        return door(scope, receive, send)


# A page may wait for a mail server or a picture, so it has twice the threads of the API's reads.
pages_pool = ThreadPoolExecutor(2 * settings.RIP_DATABASE_THREADS, "page")
passwords_pool = ThreadPoolExecutor(THREADS, "page-password")
site = PasswordsApart(DjangoSite(pages_pool, busy_page), DjangoSite(passwords_pool, busy_page))
http: ASGIApp = HttpDoors(api.create(), QuickPages(static_door(KnownVisitors(site))))
for middleware in (BodySizeLimit, KnownHosts):
    http = middleware(http)
# Other sites load the chat's script, call the API and show pictures.
embedded = ("/api/", settings.MEDIA_URL, settings.STATIC_URL) if settings.RIP_EMBED_ORIGINS else ()
http = RequestLanguage(SecurityHeaders(http, embedded))
if settings.RIP_EMBED_ORIGINS:
    http = EmbedOrigins(http, ("/api/", settings.MEDIA_URL), settings.RIP_EMBED_ORIGINS)
if settings.RIP_ACCESS_LOG:
    http = AccessLog(http)

application = FrontDoor(http, RequestLanguage(KnownHosts(sockets.door)))
