"""What every page has: the language and the theme it is shown in, and a page for errors."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.deprecation import MiddlewareMixin
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from rip.core.errors import RipError
from rip.core.http.problems import status_of
from rip.core.http.themes import THEME_COOKIE, theme_of

YEAR_SECONDS: Final = 365 * 24 * 3600


def look(request: HttpRequest) -> dict[str, Any]:
    """For every template: how the page looks."""
    return {"theme": theme_of(request.COOKIES)}


# Neither choice is worth a forged form, and pages that hold no token can be kept for everyone.
choose_language = csrf_exempt(set_language)


@csrf_exempt
@require_POST
def choose_theme(request: HttpRequest) -> HttpResponse:
    """Keep the theme for a year, and go back."""
    came_from = request.headers.get("Referer", "")
    own = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, request.is_secure())
    response = HttpResponseRedirect(came_from if own else "/")
    chosen = theme_of({THEME_COOKIE: request.POST.get("theme", "")})
    if chosen:
        response.set_cookie(THEME_COOKIE, chosen, YEAR_SECONDS, samesite="Lax")
    else:
        response.delete_cookie(THEME_COOKIE, samesite="Lax")
    return response


class ErrorPages(MiddlewareMixin):
    """A domain error that leaves a view becomes a page that says what to do."""

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, RipError):
            return None
        response = render(request, "error.html", {"error": error}, status=status_of(error))
        if error.retry_after is not None:
            response["Retry-After"] = str(error.retry_after)
        return response
