"""A log-in of the owner's, tokens made by hand (right ones and forgeries), and a clock to set."""

import asyncio
import base64
import hmac
import json
from collections.abc import Coroutine
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any, TypeVar

import jwt
import pytest

from rip.accounts import tokens
from rip.accounts.models import RefreshFamily, User
from rip.accounts.sessions import TokenPair, family_open
from rip.accounts.tickets import RedisTickets, stores

Claims = dict[str, Any]
Result = TypeVar("Result")


def claims_of(token: str) -> Claims:
    """Return the claims of a token without verifying it."""
    claims: Claims = jwt.decode(token, options={"verify_signature": False})
    return claims


def encoded(part: object) -> bytes:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=")


def forge(
    claims: object, *, key: bytes | None = None, digest: str = "sha256", **header: Any
) -> str:
    """A token with any claims and any header, signed with RIP's own key unless told otherwise."""
    signed = encoded({"alg": "HS256", "typ": "JWT", **header}) + b"." + encoded(claims)
    signature = hmac.digest(tokens.signing_key() if key is None else key, signed, digest)
    return (signed + b"." + base64.urlsafe_b64encode(signature).rstrip(b"=")).decode()


def run_with_stores(work: Coroutine[Any, Any, Result]) -> Result:
    """Run `work` with ticket stores of its own, because a Redis client lives in one event loop."""

    async def run() -> Result:
        try:
            return await work
        finally:
            for store in stores():
                if isinstance(store, RedisTickets):
                    await store.close()

    stores.cache_clear()
    try:
        return asyncio.run(run())
    finally:
        stores.cache_clear()


class Clock:
    """The time that tokens are made and judged by; it moves only when it is told to."""

    def __init__(self) -> None:
        self.moment = datetime.now(UTC).replace(microsecond=0)

    def advance(self, **by: float) -> None:
        self.moment += timedelta(**by)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Ask for it before `pair`, so that the log-in begins by it."""
    hands = Clock()

    class ByTheClock(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return hands.moment.astimezone(tz)

    for module in ("rip.accounts.tokens", "jwt.api_jwt"):
        monkeypatch.setattr(f"{module}.datetime", ByTheClock)
    return hands


@pytest.fixture
def pair(owner: User) -> TokenPair:
    """The tokens of a log-in that has just begun."""
    return family_open(user=owner)


@pytest.fixture
def family(owner: User, pair: TokenPair) -> RefreshFamily:
    """The row behind `pair`."""
    return owner.refresh_families.get()


@pytest.fixture
def claims(pair: TokenPair) -> Claims:
    """The claims of a valid access token."""
    return claims_of(pair.access)
