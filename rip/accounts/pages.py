"""The accounts' pages."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

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
