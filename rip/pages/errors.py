"""Error pages, and the page for visitors who come when too many are being served."""

import functools
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.deprecation import MiddlewareMixin
from django.utils.translation import get_language
from starlette.responses import Response

from rip.core.errors import RipError, Unavailable
from rip.core.http.problems import status_of
from rip.core.http.security import page_headers

BUSY_SECONDS: Final = 2


class ErrorPages(MiddlewareMixin):
    """Turns a domain error that a view raises into a page that says what to do."""

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, RipError):
            return None
        response = render(request, "error.html", {"error": error}, status=status_of(error))
        if error.retry_after is not None:
            response["Retry-After"] = str(error.retry_after)
        return response


def busy_page() -> Response:
    """The page for visitors whom the site cannot serve now, in the active language."""
    language = get_language() or ""
    response = Response(_busy_html(language), 503, media_type="text/html")
    response.raw_headers += page_headers(language)
    response.headers["Retry-After"] = str(BUSY_SECONDS)
    response.headers["Cache-Control"] = "no-store"
    return response


@functools.lru_cache(maxsize=8)
def _busy_html(_language: str) -> str:
    return render_to_string("error.html", {"error": Unavailable()})
