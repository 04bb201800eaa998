"""The caller of a request: nobody, somebody, or an error; never an invalid token as nobody."""

import asyncio
from uuid import uuid4

import pytest
from fastapi import Response
from starlette.requests import Request

from rip.accounts.bearer import AccessToken, never_stored, signed_in, staff, user_of
from rip.accounts.models import User
from rip.accounts.sessions import Session, TokenPair, family_open, session_of
from rip.accounts.tokens import InvalidToken
from rip.core.errors import NotAllowed, NotSignedIn

# Sessions are read in a database thread.
pytestmark = pytest.mark.django_db(transaction=True)


def caller(*authorization: str) -> Session | None:
    headers = [(b"authorization", one.encode("latin-1")) for one in authorization]
    request = Request({"type": "http", "headers": [(b"cookie", b"Bearer x"), *headers]})

    async def ask() -> Session | None:
        return await AccessToken()(request)

    return asyncio.run(ask())


def test_without_a_header_it_is_nobody() -> None:
    assert caller() is None


@pytest.mark.parametrize("written", ["Bearer {}", "bearer {}", "BEARER {}", "Bearer   {}  "])
def test_a_token_gives_its_session(owner: User, pair: TokenPair, written: str) -> None:
    session = caller(written.format(pair.access))
    assert session == session_of(access=pair.access)
    assert user_of(session) == owner


@pytest.mark.parametrize(
    "written",
    [
        "{}",
        "Basic {}",
        "Bearer",
        "Bearer ",
        "Bearer  ",
        "",
        " Bearer {}",
        "Bearer{}",
        "Bearer x {}",
        "Bearer {} x",
    ],
)
def test_anything_else_is_an_error(pair: TokenPair, written: str) -> None:
    with pytest.raises(InvalidToken):
        caller(written.format(pair.access))


def test_of_two_headers_the_first_counts(pair: TokenPair) -> None:
    assert caller(f"Bearer {pair.access}", "Bearer x") is not None
    with pytest.raises(InvalidToken):
        caller("Bearer x", f"Bearer {pair.access}")


def test_a_refresh_token_and_a_revoked_one_are_errors(owner: User, pair: TokenPair) -> None:
    with pytest.raises(InvalidToken):
        caller(f"Bearer {pair.refresh}")
    owner.refresh_families.all().delete()
    with pytest.raises(InvalidToken):
        caller(f"Bearer {pair.access}")


def test_some_routes_need_somebody_and_some_an_operator(owner: User, operator: User) -> None:
    mine, theirs = (Session(user, uuid4()) for user in (owner, operator))
    assert asyncio.run(signed_in(mine)) is mine
    assert asyncio.run(staff(theirs)) is theirs
    with pytest.raises(NotSignedIn):
        asyncio.run(signed_in(None))
    with pytest.raises(NotAllowed):
        asyncio.run(staff(mine))
    assert user_of(None) is None


def test_what_is_one_callers_own_is_stored_by_no_cache(owner: User) -> None:
    assert family_open(user=owner).access
    response = Response()
    asyncio.run(never_stored(response))
    assert response.headers["cache-control"] == "no-store"
