"""Limits are counted together where Redis is, and by each process where it is not."""

import asyncio
import uuid
from collections.abc import Iterator

import pytest
from limits.aio.storage.redis.redispy import RedispyBridge
from pytest_django import Settings
from redis import Redis
from starlette.requests import Request
from structlog.testing import capture_logs

from rip.core.errors import TooMany
from rip.core.http import limits

TWICE = limits.RateLimit("tests", "2/hour")


@pytest.fixture(autouse=True)
def limited(settings: Settings) -> Iterator[None]:
    settings.RIP_RATE_LIMITS = True
    settings.RIP_REDIS_URL = ""
    limits.limiters.cache_clear()
    yield
    limits.limiters.cache_clear()


@pytest.fixture
def who() -> str:
    return uuid.uuid4().hex


def spend(*callers: str) -> None:
    async def all_of_them() -> None:
        try:
            for caller in callers:
                await TWICE.spend(caller)
        finally:
            for limiter in limits.limiters():
                bridge = getattr(limiter.storage, "bridge", None)
                if isinstance(bridge, RedispyBridge):
                    await bridge.storage.aclose()

    asyncio.run(all_of_them())


def test_what_is_used_up_is_refused_and_says_when_to_come_back(who: str) -> None:
    spend(who, who)
    with pytest.raises(TooMany) as caught:
        spend(who)
    assert caught.value.retry_after is not None
    assert 1 <= caught.value.retry_after <= 3600


def test_each_caller_has_a_count_of_their_own(who: str) -> None:
    spend(who, who, f"{who}-2", f"{who}-2")


def test_the_addresses_of_one_network_count_together(who: str) -> None:
    network = f"2001:db8:{who[:4]}:{who[4:8]}:"
    spend(f"{network}:1", f"{network}:2")
    with pytest.raises(TooMany):
        spend(f"{network}ffff::3")


def test_they_can_be_switched_off(who: str, settings: Settings) -> None:
    settings.RIP_RATE_LIMITS = False
    spend(*[who] * 5)


def test_processes_count_together_in_redis(who: str, redis_url: str, settings: Settings) -> None:
    settings.RIP_REDIS_URL = redis_url
    spend(who, who)
    limits.limiters.cache_clear()  # another process has a memory of its own
    with pytest.raises(TooMany):
        spend(who)
    with Redis.from_url(redis_url) as redis:
        keys = list(redis.scan_iter(f"rip:limits*{who}*"))
        assert keys
        assert 0 < redis.ttl(keys[0]) <= 3600
        redis.delete(*keys)


def test_without_redis_each_process_counts_alone(who: str, settings: Settings) -> None:
    settings.RIP_REDIS_URL = "redis://127.0.0.1:1/0"
    with capture_logs() as logs:
        spend(who, who)
        with pytest.raises(TooMany):
            spend(who)
    assert {line["event"] for line in logs} == {"shared_rate_limits_unavailable"}


def test_a_name_is_given_to_one_limit(who: str) -> None:
    limits.RateLimit(who, "1/hour")
    with pytest.raises(ValueError, match=who):
        limits.RateLimit(who, "2/hour")


def test_a_route_counts_the_ip_of_its_caller(who: str) -> None:
    def request(ip: str | None) -> Request:
        return Request({"type": "http", "headers": [], "client": (ip, 1) if ip else None})

    assert limits.client_ip(request("192.0.2.7")) == "192.0.2.7"
    assert limits.client_ip(request(None)) == "unknown"

    async def use(*ips: str | None) -> None:
        for ip in ips:
            await TWICE(request(ip))

    asyncio.run(use(who, who, f"{who}-2"))
    with pytest.raises(TooMany):
        asyncio.run(use(who, who, who))
