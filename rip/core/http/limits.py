"""Limits on the size and on the rate of requests, so that no client hurts the others."""

import functools
import math
import time
from collections.abc import Awaitable, Hashable
from typing import ClassVar, Final

import structlog
from django.conf import settings
from fastapi import Request
from limits import parse
from limits.aio.storage import MemoryStorage, RedisStorage, Storage
from limits.aio.strategies import FixedWindowRateLimiter
from limits.errors import StorageError
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rip.core.errors import TooLarge, TooMany
from rip.core.http import problems
from rip.core.http.headers import header
from rip.core.http.networks import is_many_people, network_of
from rip.core.work.buckets import Buckets, Pace

log = structlog.get_logger(__name__)

PLAIN_BODY_BYTES: Final = 1024 * 1024
UNKNOWN_IP: Final = "unknown"


class BodySizeLimit:
    """ASGI middleware: refuse a body that says it is too large; stop reading one that proves so.

    A form may be 1 MiB larger than a picture may be; everything else is at most 1 MiB.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        if scope["type"] != "http":
            return self.app(scope, receive, send)
        # The server reads no more of a body than this header says, and none without a header.
        declared = header(scope, b"content-length")
        chunked = header(scope, b"transfer-encoding") is not None
        if declared is None and not chunked:
            return self.app(scope, receive, send)
        limit = PLAIN_BODY_BYTES
        if (header(scope, b"content-type") or "").lower().startswith("multipart/"):
            limit += settings.RIP_PICTURE_BYTES
        if declared is not None and not _is_within(limit, declared):
            return problems.response(TooLarge())(scope, receive, send)
        if not chunked:
            return self.app(scope, receive, send)
        return self._counting(limit, scope, receive, send)

    async def _counting(self, limit: int, scope: Scope, receive: Receive, send: Send) -> None:
        responding = False
        received = 0

        async def counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > limit:
                raise TooLarge
            return message

        async def watched(message: Message) -> None:
            nonlocal responding
            responding = True
            await send(message)

        try:
            await self.app(scope, counted, watched)
        except TooLarge as error:
            if responding:
                raise
            await problems.response(error)(scope, receive, send)


def _is_within(limit: int, declared: str) -> bool:
    """True also if `declared` is no number: the server refuses it."""
    if len(declared) > 18:
        return False
    return not (declared.isascii() and declared.isdigit()) or int(declared) <= limit


@functools.cache
def limiters() -> list[FixedWindowRateLimiter]:
    """Redis first, so that all workers count together; this process alone when Redis is away."""
    storages: list[Storage] = [MemoryStorage()]
    if settings.RIP_REDIS_URL:
        shared = RedisStorage(
            f"async+{settings.RIP_REDIS_URL}",
            wrap_exceptions=True,
            implementation="redispy",
            key_prefix="rip:limits",
            socket_connect_timeout=1.0,
            socket_timeout=1.0,
        )
        storages.insert(0, shared)
    return [FixedWindowRateLimiter(storage) for storage in storages]


class RateLimit:
    """A limit on how often one caller may do something: RateLimit("adverts", "600/minute").

    A FastAPI dependency, which counts the client's network; whatever is not a route of the API
    calls `spend`. Every use of one limit counts together, so a name is given once.
    """

    _names: ClassVar[set[str]] = set()

    def __init__(self, name: str, rate: str) -> None:
        if name in self._names:
            raise ValueError(f"There is a limit named {name} already.")
        self._names.add(name)
        self.name = name
        self.rate = parse(rate)

    async def __call__(self, request: Request) -> None:
        await self.spend(network_of(client_ip(request)))

    async def spend(self, caller: str) -> None:
        """Count one use by `caller`, whose network counts if it is an IP. Raises TooMany when the
        limit is used up."""
        if not settings.RIP_RATE_LIMITS:
            return
        caller = network_of(caller)
        for limiter in limiters():
            try:
                if await limiter.hit(self.rate, self.name, caller):
                    return
                window = await limiter.get_window_stats(self.rate, self.name, caller)
            except StorageError as error:
                log.warning("shared_rate_limits_unavailable", error=str(error))
                continue
            raise TooMany(retry_after=max(1, math.ceil(window.reset_time - time.time())))


class ProcessLimit:
    """A limit that each process counts by itself: ProcessLimit(per_minute=600, burst=60).

    For reads, of which many cost less than asking Redis. A FastAPI dependency, which counts by
    network; whoever may be many people is not counted.
    """

    def __init__(self, *, per_minute: int, burst: int) -> None:
        self.pace = Pace(per_minute / 60, burst)
        self._buckets = Buckets()

    async def __call__(self, request: Request) -> None:
        if (network := network_of_client(request)) is not None:
            self.spend(network)

    def empty(self) -> None:
        """Forget who has used it."""
        self._buckets = Buckets()

    def spend(self, caller: Hashable) -> None:
        """Count one use by `caller`. Raises TooMany when the limit is used up."""
        wait = self._buckets.take(caller, self.pace) if settings.RIP_RATE_LIMITS else 0.0
        if wait:
            raise TooMany(retry_after=math.ceil(wait))


def network_of_client(request: Request) -> str | None:
    """Return the network that a request comes from; None if it may be that of many people."""
    ip = client_ip(request)
    return None if is_many_people(ip) else network_of(ip)


def client_ip(request: Request) -> str:
    return request.client.host if request.client else UNKNOWN_IP
