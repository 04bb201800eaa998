"""Access tokens for web sessions, for the scripts of the site's own pages.

Each web session has one log-in (a refresh family without a refresh token), whose id is derived from
the session's key. It ends when the session is logged out, and with everything that ends sessions.
"""

import secrets
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.signals import user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from rip.accounts import tokens
from rip.accounts.models import RefreshFamily, User
from rip.accounts.sessions import family_revoke
from rip.core.errors import NotSignedIn


def family_id_of(session_key: str) -> UUID:
    digest = salted_hmac("rip.accounts.web_session", session_key, algorithm="sha256").digest()
    return UUID(bytes=digest[:16], version=4)


def web_session_token(*, user: User, session_key: str) -> str:
    """Return an access token for `user`. Raises NotSignedIn if the session's log-in was revoked."""
    now = tokens.now()
    family, _created = RefreshFamily.objects.get_or_create(
        pk=family_id_of(session_key),
        user=user,
        defaults={
            # The hash of no token.
            "token_hash": tokens.hash_of(secrets.token_urlsafe()),
            "created": now,
            "rotated": now,
            "expires": now + timedelta(seconds=settings.RIP_REFRESH_SECONDS),
        },
    )
    if family.revoked_at is not None:
        raise NotSignedIn
    return tokens.access_token(user, family.pk, now)


@receiver(user_logged_out)
def web_session_end(request: HttpRequest, user: User | None, **_: Any) -> None:
    """End the tokens, tickets and sockets of a web session with it."""
    key = request.session.session_key
    if user is not None and key is not None:
        family_revoke(user=user, family_id=family_id_of(key))
