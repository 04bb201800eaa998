"""The visitor of a page: the user of the web session that a request's cookie names.

For answers that pass Django's middleware by.
"""

from importlib import import_module
from typing import Final

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.models import Session
from django.http import HttpRequest, parse_cookie
from starlette.types import Scope

from rip.accounts.models import User
from rip.accounts.verified.cache import Verdict, VerifiedCache
from rip.accounts.verified.follower import follower
from rip.accounts.web.session_store import hash_of_key
from rip.core.database import threads
from rip.core.errors import NotSignedIn
from rip.core.http.headers import header
from rip.core.http.looks import look_for

_visitors: Final[VerifiedCache[User]] = VerifiedCache(follower)


async def visitor_of(scope: Scope) -> User | None:
    """Return the user who is signed in, None for anybody else. Raises Unavailable."""
    cookies = parse_cookie(header(scope, b"cookie") or "")
    session_key = cookies.get(settings.SESSION_COOKIE_NAME)
    if not session_key:
        return None

    async def verify() -> Verdict[User]:
        return await threads.read(_verdict_of, session_key)

    try:
        return await _visitors.get(session_key, await look_for(scope), verify)
    except NotSignedIn:
        return None


def _verdict_of(session_key: str) -> Verdict[User]:
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
    user = get_user(request)
    if not user.is_authenticated:
        raise NotSignedIn
    expires = Session.objects.values_list("expire_date", flat=True).get(pk=session_key)
    return Verdict(user, expires.timestamp(), user.pk, hash_of_key(session_key))
