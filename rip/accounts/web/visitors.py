"""The visitor of a page: the user of the web session that a request's cookie names.

For answers that pass Django's middleware by.
"""

from importlib import import_module

from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest, parse_cookie
from starlette.types import Scope

from rip.accounts.models import User
from rip.core.database import threads
from rip.core.http.headers import header


async def visitor_of(scope: Scope) -> User | None:
    """Return the user who is signed in, None for anybody else. Raises Unavailable."""
    cookies = parse_cookie(header(scope, b"cookie") or "")
    session_key = cookies.get(settings.SESSION_COOKIE_NAME)
    if not session_key:
        return None
    return await threads.read(_user_of, session_key)


def _user_of(session_key: str) -> User | None:
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
    user = get_user(request)
    return user if user.is_authenticated else None
