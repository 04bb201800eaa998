"""The language and the theme of the pages, which visitors choose."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from rip.pages.themes import THEME_COOKIE, theme_of

YEAR_SECONDS: Final = 365 * 24 * 3600


def theme(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the theme that the visitor has chosen."""
    return {"theme": theme_of(request.COOKIES)}


# Forging either choice gains nothing, and pages without a CSRF token can be cached for everyone.
choose_language = csrf_exempt(set_language)


@csrf_exempt
@require_POST
def choose_theme(request: HttpRequest) -> HttpResponse:
    """Store the theme in a cookie for a year, and redirect back."""
    referer = request.headers.get("Referer", "")
    is_own = url_has_allowed_host_and_scheme(referer, {request.get_host()}, request.is_secure())
    response = HttpResponseRedirect(referer if is_own else "/")
    chosen = theme_of({THEME_COOKIE: request.POST.get("theme", "")})
    if chosen:
        response.set_cookie(THEME_COOKIE, chosen, YEAR_SECONDS, samesite="Lax")
    else:
        response.delete_cookie(THEME_COOKIE, samesite="Lax")
    return response
