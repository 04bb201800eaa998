"""The views of the account pages."""

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rip.accounts.models import User
from rip.accounts.personal_data import account_erase, personal_data_json
from rip.accounts.registration import user_rename
from rip.accounts.sessions import families_revoke
from rip.accounts.web.forms import ChangeName, DeleteAccount
from rip.accounts.web.sessions import web_session_token
from rip.core.errors import BadInput, NotSignedIn
from rip.core.http import problems


@never_cache
@require_POST
def session_token(request: HttpRequest) -> HttpResponse:
    """Respond with an access token for the scripts of a page, as JSON."""
    try:
        key = request.session.session_key
        if not request.user.is_authenticated or key is None:
            raise NotSignedIn
        access = web_session_token(user=request.user, session_key=key)
    except NotSignedIn as error:
        document = problems.document(error)
        return JsonResponse(document, status=401, content_type=problems.MEDIA_TYPE)
    return JsonResponse({"access": access, "expires_in": settings.RIP_ACCESS_SECONDS})


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Show the text that people agree to when they sign up."""
    context = {"operator": settings.RIP_OPERATOR, "version": settings.RIP_PERSONAL_DATA_VERSION}
    return render(request, "accounts/privacy.html", context)


@never_cache
@require_safe
@login_required
def profile(request: HttpRequest) -> HttpResponse:
    """Show the account of the signed-in user."""
    return render(request, "accounts/profile.html")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def change_name(request: HttpRequest) -> HttpResponse:
    """Let the signed-in user choose another user name."""
    assert isinstance(request.user, User)
    form = ChangeName(request.POST or None, initial={"username": request.user.username})
    if form.is_valid():
        try:
            user_rename(user=request.user, username=form.cleaned_data["username"])
        except BadInput as error:
            form.add_error("username", [str(message) for message in error.errors["username"]])
        else:
            messages.success(request, _("This is your name now. Sign in with it from now on."))
            return redirect("profile")
    return render(request, "accounts/name.html", {"form": form})


@require_POST
@login_required
def log_out_everywhere(request: HttpRequest) -> HttpResponse:
    """End every log-in of the signed-in user, this one included."""
    assert isinstance(request.user, User)
    families_revoke(user=request.user)
    logout(request)
    messages.success(request, _("You are signed out on all devices."))
    return redirect("account_login")


@never_cache
@require_safe
@login_required
def personal_data(request: HttpRequest) -> HttpResponseBase:
    """Respond with all data stored about the signed-in user, as a JSON file."""
    assert isinstance(request.user, User)
    response = StreamingHttpResponse(
        personal_data_json(request.user), content_type="application/json"
    )
    response["Content-Disposition"] = 'attachment; filename="rip-my-data.json"'
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def delete_account(request: HttpRequest) -> HttpResponse:
    """Erase the account of the signed-in user once they have entered their password."""
    assert isinstance(request.user, User)
    form = DeleteAccount(request.POST or None)
    if form.is_valid():
        if get_adapter().reauthenticate(request.user, form.cleaned_data["password"]):
            account_erase(user=request.user)
            logout(request)
            messages.success(request, _("Your account is deleted. All the best to you!"))
            return redirect("board")
        form.add_error("password", _("This is not your password."))
    return render(request, "accounts/delete.html", {"form": form})
