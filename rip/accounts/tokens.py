"""Signs and verifies access and refresh tokens.

HS256 only, with a key derived for this purpose. A refresh token is a pure function of its family's
row, so a repeated refresh gets the same response although only a hash is stored.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any, Final, Literal
from uuid import UUID

import jwt
from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from rip.accounts.models import RefreshFamily, User
from rip.core.errors import NotSignedIn

ALGORITHM: Final = "HS256"
ISSUER: Final = "rip"

TokenType = Literal["access", "refresh"]


class InvalidToken(NotSignedIn):
    """Expired, forged, revoked, or not the kind of token this call takes."""

    code = "invalid-token"
    title = _("The token is not valid")
    detail = _(
        "It is expired, revoked or damaged. Refresh it, or sign in again at POST /api/token/."
    )


@dataclass(frozen=True, slots=True)
class Claims:
    """The claims of a valid token: the user, the log-in, the session version, and the second (of
    Unix time) at which the token expires."""

    user_id: int
    family_id: UUID
    session_hash: str
    expires: int


@cache
def signing_key() -> bytes:
    """Return the key of all tokens, derived from the site's secret key for this purpose."""
    return salted_hmac("rip.accounts.tokens", "HS256", algorithm="sha256").digest()


def _encode(kind: TokenType, user: User, family_id: UUID, issued: datetime, **claims: Any) -> str:
    seconds = settings.RIP_ACCESS_SECONDS if kind == "access" else settings.RIP_REFRESH_SECONDS
    issued_at = int(issued.timestamp())
    payload = {
        "iss": ISSUER,
        "typ": kind,
        "sub": str(user.pk),
        "sid": str(family_id),
        "ver": user.get_session_auth_hash()[:32],
        "iat": issued_at,
        "exp": issued_at + seconds,
        **claims,
    }
    return jwt.encode(payload, signing_key(), algorithm=ALGORITHM)


def access_token(user: User, family_id: UUID, now: datetime) -> str:
    return _encode("access", user, family_id, now)


def refresh_token(family: RefreshFamily) -> str:
    """Return the newest refresh token of `family`: the same text at every call."""
    return _encode("refresh", family.user, family.pk, family.rotated, gen=family.generation)


def read_token(token: str, kind: TokenType) -> Claims:
    """Verify signature, issuer, type and expiry, and return the claims. Raises InvalidToken."""
    try:
        payload = jwt.decode(
            token,
            signing_key(),
            algorithms=[ALGORITHM],
            issuer=ISSUER,
            options={
                "require": ["iss", "exp", "iat", "sub", "sid", "ver", "typ"],
                # The clock of the node that signed it may be ahead of this one's.
                "verify_iat": False,
            },
        )
        if payload["typ"] != kind:
            raise InvalidToken
        return Claims(
            int(payload["sub"]), UUID(payload["sid"]), str(payload["ver"]), int(payload["exp"])
        )
    except (jwt.InvalidTokenError, ValueError, TypeError, AttributeError, RecursionError) as error:
        raise InvalidToken from error


def hash_of(secret: str) -> str:
    """Hash a token or ticket for storage. Both are random enough to need no salt."""
    return hashlib.sha256(secret.encode(errors="surrogatepass")).hexdigest()


def session_hash_of(user: User) -> str:
    return user.get_session_auth_hash()[:32]


def now() -> datetime:
    """Return the current time in whole seconds, the resolution of tokens."""
    return datetime.now(UTC).replace(microsecond=0)
