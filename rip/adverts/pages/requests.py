"""The caller of a page, the way back, and limits."""

from asgiref.sync import async_to_sync
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from rip.accounts.models import User
from rip.core.http.limits import UNKNOWN_IP, RateLimit
from rip.core.http.networks import network_of


def user_of(request: HttpRequest) -> User | None:
    """The user who is signed in, if any."""
    return request.user if isinstance(request.user, User) else None


def sign_in_first(request: HttpRequest) -> HttpResponse:
    """Redirect to the sign-in page, and from there back here."""
    query = urlencode({"next": request.get_full_path()})
    return HttpResponseRedirect(f"/accounts/login/?{query}")


def back(request: HttpRequest, otherwise: str) -> HttpResponse:
    """Redirect to the page the form says it is on, if that is one of this site."""
    wanted = request.POST.get("next", "")
    own = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return HttpResponseRedirect(wanted if own else otherwise)


def before_of(request: HttpRequest) -> int | None:
    """The number that the list goes on before: `?before=ID`."""
    before = request.GET.get("before", "")
    return int(before) if before.isascii() and before.isdigit() and len(before) < 19 else None


def site_of(request: HttpRequest) -> str:
    """The URL of this site, as the client knows it: `https://example.org`."""
    return f"{request.scheme}://{request.get_host()}"


def count_use(request: HttpRequest, limit: RateLimit) -> None:
    """Count one use of `limit` by the client's network. Raises TooMany when it is used up."""
    async_to_sync(limit.spend)(network_of(request.META.get("REMOTE_ADDR") or UNKNOWN_IP))
