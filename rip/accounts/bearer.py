"""The caller, from the `Authorization: Bearer` header, as FastAPI dependencies.

A token that is there but not valid is always an error, never an anonymous caller.
"""

from typing import Annotated

from fastapi import Depends, Request, Response
from fastapi.openapi.models import HTTPBearer
from fastapi.security.base import SecurityBase

from rip.accounts.models import User
from rip.accounts.sessions import Session
from rip.accounts.tokens import InvalidToken
from rip.accounts.verified.cache import verified_sessions
from rip.core.errors import NotAllowed, NotSignedIn
from rip.core.http.headers import header
from rip.core.http.looks import look_for


class AccessToken(SecurityBase):
    """The session an access token belongs to, None without one. Raises InvalidToken."""

    model = HTTPBearer(description="The access token from POST /api/token/.")
    scheme_name = "AccessToken"

    async def __call__(self, request: Request) -> Session | None:
        given = header(request.scope, b"authorization")
        if given is None:
            return None
        scheme, _, token = given.partition(" ")
        token = token.strip()
        if scheme.lower() != "bearer" or not token:
            raise InvalidToken
        return await verified_sessions.of_token(token, looked=await look_for(request.scope))


Anyone = Annotated[Session | None, Depends(AccessToken())]


async def signed_in(session: Anyone) -> Session:
    if session is None:
        raise NotSignedIn
    return session


SignedIn = Annotated[Session, Depends(signed_in)]


async def staff(session: SignedIn) -> Session:
    if not session.user.is_staff:
        raise NotAllowed
    return session


Staff = Annotated[Session, Depends(staff)]


async def never_stored(response: Response) -> None:
    """Tell caches to keep nothing of a response that is one caller's own."""
    response.headers["Cache-Control"] = "no-store"


private = Depends(never_stored)


def user_of(session: Session | None) -> User | None:
    return session.user if session else None
