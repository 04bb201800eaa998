"""Who is calling: FastAPI dependencies that read the `Authorization: Bearer` header.

A token that is there but not valid is always an error, never an anonymous caller.
"""

from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.types import Scope

from rip.accounts.sessions import Session, session_of
from rip.accounts.tokens import InvalidToken
from rip.core.database import threads
from rip.core.errors import NotAllowed, NotSignedIn
from rip.core.http.headers import header

_scheme = HTTPBearer(
    auto_error=False,
    scheme_name="AccessToken",
    description="The access token from POST /api/token/.",
)
Credentials = Annotated[HTTPAuthorizationCredentials | None, Depends(_scheme)]


async def anyone(credentials: Credentials, request: Request) -> Session | None:
    header = request.headers.get("authorization")
    if credentials is None:
        if header is not None:
            raise InvalidToken
        return None
    return await threads.read(session_of, access=credentials.credentials)


async def caller(scope: Scope) -> Session | None:
    """The same as `anyone`, for routes that answer without FastAPI."""
    given = header(scope, b"authorization")
    if given is None:
        return None
    scheme, _, token = given.partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise InvalidToken
    return await threads.read(session_of, access=token)


async def signed_in(session: Annotated[Session | None, Depends(anyone)]) -> Session:
    if session is None:
        raise NotSignedIn
    return session


async def staff(session: Annotated[Session, Depends(signed_in)]) -> Session:
    if not session.user.is_staff:
        raise NotAllowed
    return session


Anyone = Annotated[Session | None, Depends(anyone)]
SignedIn = Annotated[Session, Depends(signed_in)]
Staff = Annotated[Session, Depends(staff)]
