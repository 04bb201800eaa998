"""The account calls: tokens, tickets, registration."""

from typing import Annotated, Any, Final

import msgspec
from django.utils.translation import gettext as _
from fastapi import APIRouter, Depends, Request, Response

from rip.accounts import guests, registration, schemas, sessions, tickets
from rip.accounts.bearer import Anyone, SignedIn, private
from rip.accounts.models import User
from rip.accounts.passwords.hashing import hashing
from rip.core.database import threads
from rip.core.errors import NotSignedIn
from rip.core.http.bodies import Body, describe_body, read_body
from rip.core.http.limits import ProcessLimit, RateLimit, client_ip
from rip.core.http.problems import responses
from rip.core.http.responses import private_json
from rip.core.http.routes import direct

SIGN_INS: Final = RateLimit("sign-in", "30/minute")
REFRESHES: Final = RateLimit("refresh", "600/minute")
REGISTRATIONS: Final = RateLimit("register", "20/hour")
NEW_GUESTS: Final = RateLimit("guest", "20/hour")
# Clients that lost their connections come back within these.
TICKETS: Final = ProcessLimit(per_minute=60, burst=60)
TICKETS_OF_NETWORK: Final = ProcessLimit(per_minute=600, burst=600)

router = APIRouter(tags=["accounts"])


def _account(user: User) -> dict[str, Any]:
    """The fields of `schemas.Account`."""
    return {
        "id": user.pk,
        "username": user.username,
        "email": user.email,
        "is_staff": user.is_staff,
    }


@router.post(
    "/api/token/",
    dependencies=[private, Depends(SIGN_INS)],
    responses=responses(400, 401, 413, 415, 429),
    openapi_extra=describe_body(schemas.SignIn),
)
async def sign_in(
    request: Request,
    body: Annotated[Body[schemas.SignIn], Depends(read_body(schemas.SignIn))],
) -> schemas.Tokens:
    """Sign in with a user name and a password; get an access and a refresh token."""
    fields = body.fields.model_dump()
    pair = await hashing.run(sessions.user_sign_in, **fields, address=client_ip(request))
    return schemas.Tokens(refresh=pair.refresh, access=pair.access)


@router.post(
    "/api/token/refresh/",
    dependencies=[private, Depends(REFRESHES)],
    responses=responses(400, 401, 413, 415, 429),
    openapi_extra=describe_body(schemas.Refresh),
)
async def refresh(
    body: Annotated[Body[schemas.Refresh], Depends(read_body(schemas.Refresh))],
) -> schemas.Tokens:
    """Exchange the refresh token for a new pair.

    It stays good until the new refresh token has been used, so a lost answer may be asked for
    again: within 30 seconds it is the same, later a newer one that replaces it.
    """
    pair = await threads.write(sessions.family_refresh, refresh=body.fields.refresh)
    return schemas.Tokens(refresh=pair.refresh, access=pair.access)


@router.post(
    "/api/token/revoke/",
    dependencies=[private],
    responses=responses(400, 401, 413, 415),
    openapi_extra=describe_body(schemas.Revoke),
)
async def revoke(
    session: Anyone,
    body: Annotated[Body[schemas.Revoke], Depends(read_body(schemas.Revoke))],
) -> schemas.Done:
    """Log out: this log-in, or every log-in of the account. Its tokens and sockets end."""
    if session is None:
        if body.fields.refresh is None:
            raise NotSignedIn
        session = await threads.read(sessions.session_of_refresh, refresh=body.fields.refresh)
    if body.fields.all:
        await threads.write(sessions.families_revoke, user=session.user)
        return schemas.Done(message=_("Logged out everywhere."))
    await threads.write(sessions.family_revoke, user=session.user, family_id=session.family_id)
    return schemas.Done(message=_("Logged out."))


@router.get(
    "/api/ws_token/",
    response_model=schemas.SocketTicket,
    dependencies=[private, Depends(TICKETS_OF_NETWORK)],
    responses=responses(401, 429),
)
@direct
async def socket_ticket(session: SignedIn) -> Response:
    """A one-time ticket for `/ws/chat/ROOM/?uuid=…`, valid for a minute."""
    TICKETS.spend(session.user.pk)
    ticket = await tickets.ticket_issue(session=session)
    return private_json(msgspec.json.encode({"uuid": ticket}))


@router.post(
    "/api/v1/accounts/register",
    status_code=201,
    dependencies=[private, Depends(REGISTRATIONS)],
    responses=responses(400, 413, 415, 429),
    openapi_extra=describe_body(schemas.Register),
)
async def register(
    request: Request,
    body: Annotated[Body[schemas.Register], Depends(read_body(schemas.Register))],
) -> schemas.Account:
    """Create an account. Sign in afterwards at POST /api/token/."""
    fields = body.fields.model_dump(exclude={"consent"})
    consent_ip = client_ip(request) if body.fields.consent else None
    user = await hashing.run(registration.user_register, **fields, consent_ip=consent_ip)
    return schemas.Account.model_validate(_account(user))


@router.post(
    "/api/v1/accounts/guest",
    status_code=201,
    dependencies=[private, Depends(NEW_GUESTS)],
    responses=responses(403, 429),
)
async def guest() -> schemas.Tokens:
    """Become a guest: an account without a password, for writing to support.

    Keep the refresh token: whoever loses it cannot come back as this guest.
    """
    pair = await threads.write(guests.guest_create)
    return schemas.Tokens(refresh=pair.refresh, access=pair.access)


@router.get(
    "/api/v1/accounts/me",
    response_model=schemas.Account,
    dependencies=[private],
    responses=responses(401),
)
@direct
async def me(session: SignedIn) -> Response:
    """The account the access token belongs to."""
    return private_json(msgspec.json.encode(_account(session.user)))
