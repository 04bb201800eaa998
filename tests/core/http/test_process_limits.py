"""Limits that a process counts by itself, by the networks that requests come from."""

import asyncio

import pytest
from pytest_django import Settings
from starlette.requests import Request

from rip.accounts import api as accounts
from rip.adverts.limits import WHOLE_LISTS
from rip.api import READINESS_CHECKS
from rip.core.errors import TooMany
from rip.core.http.limits import ProcessLimit
from rip.core.http.networks import is_many_people
from rip.core.work.buckets import Pace
from rip.support.api.rooms import WHOLE_ROOM_LISTS


@pytest.fixture(autouse=True)
def limited(settings: Settings) -> None:
    settings.RIP_RATE_LIMITS = True


@pytest.fixture
def twice() -> ProcessLimit:
    """Two at once, and hardly any more."""
    limit = ProcessLimit(per_minute=1, burst=2)
    limit.pace = Pace(1 / 3600, 2)
    return limit


def request(ip: str | None) -> Request:
    return Request({"type": "http", "headers": [], "client": (ip, 1) if ip else None})


def use(limit: ProcessLimit, *ips: str | None) -> None:
    async def all_of_them() -> None:
        for ip in ips:
            await limit(request(ip))

    asyncio.run(all_of_them())


def test_what_is_used_up_is_refused_and_says_when_to_come_back(twice: ProcessLimit) -> None:
    use(twice, "192.0.2.7", "192.0.2.7")
    with pytest.raises(TooMany) as caught:
        use(twice, "192.0.2.7")
    assert caught.value.retry_after == 3600


def test_networks_are_counted_apart(twice: ProcessLimit) -> None:
    use(twice, "192.0.2.7", "192.0.2.7", "192.0.2.8", "2001:db8::1", "2001:db8:0:1::1")


def test_the_addresses_of_one_network_are_counted_together(twice: ProcessLimit) -> None:
    use(twice, "2001:db8::1", "2001:db8::2")
    with pytest.raises(TooMany):
        use(twice, "2001:db8::3")


@pytest.mark.parametrize("ip", ["127.0.0.1", "::1", "198.51.100.4", None])
def test_whoever_may_be_many_people_is_not_counted(
    twice: ProcessLimit, ip: str | None, settings: Settings
) -> None:
    settings.ENV = settings.ENV.model_copy(update={"trusted_proxies": "198.51.100.0/24"})
    is_many_people.cache_clear()
    use(twice, *[ip] * 5)
    is_many_people.cache_clear()


def test_a_caller_of_any_kind_can_be_counted(twice: ProcessLimit) -> None:
    for _ in range(2):
        twice.spend(7)
    with pytest.raises(TooMany):
        twice.spend(7)
    twice.spend(8)


def test_they_can_be_switched_off(twice: ProcessLimit, settings: Settings) -> None:
    settings.RIP_RATE_LIMITS = False
    use(twice, *["192.0.2.7"] * 5)


@pytest.mark.parametrize(
    ("limit", "pace"),
    [
        (accounts.TICKETS, Pace(1, 60)),
        (accounts.TICKETS_OF_NETWORK, Pace(10, 600)),
        (WHOLE_LISTS, Pace(2, 60)),
        (WHOLE_ROOM_LISTS, Pace(2, 60)),
        (READINESS_CHECKS, Pace(10, 60)),
    ],
)
def test_the_limits_are_those_that_are_named(limit: ProcessLimit, pace: Pace) -> None:
    assert limit.pace == pace
