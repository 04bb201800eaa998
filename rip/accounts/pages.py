"""The accounts' pages."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from rip.accounts.models import User
from rip.accounts.services import families_revoke
from rip.accounts.web_sessions import web_session_token
from rip.core import problems
from rip.core.errors import NotSignedIn


@never_cache
@require_POST
def session_token(request: HttpRequest) -> HttpResponse:
    """An access token for the scripts of a page on which somebody is signed in."""
    try:
        key = request.session.session_key
        if not request.user.is_authenticated or key is None:
            raise NotSignedIn
        access = web_session_token(user=request.user, session_key=key)
    except NotSignedIn as error:
        document = problems.document(error)
        return JsonResponse(document, status=401, content_type=problems.MEDIA_TYPE)
    return JsonResponse({"access": access, "expires_in": settings.RIP_ACCESS_SECONDS})


@never_cache
@require_safe
@login_required
def profile(request: HttpRequest) -> HttpResponse:
    """Who is signed in, and what they can do about their account."""
    return render(request, "accounts/profile.html")


@require_POST
@login_required
def log_out_everywhere(request: HttpRequest) -> HttpResponse:
    """End every log-in of who asks for it, this one included."""
    assert isinstance(request.user, User)
    families_revoke(user=request.user)
    logout(request)
    messages.success(request, _("You are signed out on all devices."))
    return redirect("account_login")
