"""Requests of one client are counted together, whichever door they come through."""

import asyncio
from collections.abc import Iterator

import httpx
import pytest
from django.test import RequestFactory
from limits import parse
from pytest_django import Settings

from rip import api
from rip.adverts.limits import ADVERT_WRITES
from rip.adverts.pages.requests import count_use
from rip.core.errors import TooMany
from rip.core.http import limits

APP = api.create()


@pytest.fixture(autouse=True)
def twice(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    settings.RIP_RATE_LIMITS = True
    settings.RIP_REDIS_URL = ""
    monkeypatch.setattr(ADVERT_WRITES, "rate", parse("2/hour"))
    limits.limiters.cache_clear()
    yield
    limits.limiters.cache_clear()


def post_by_api(ip: str) -> int:
    async def post() -> int:
        transport = httpx.ASGITransport(APP, client=(ip, 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://rip") as client:
            return (await client.post("/api/v1/adverts", json={})).status_code

    return asyncio.run(post())


def post_by_page(ip: str) -> None:
    count_use(RequestFactory().post("/adverts/new/", REMOTE_ADDR=ip), ADVERT_WRITES)


def test_pages_and_api_count_adverts_together() -> None:
    post_by_page("192.0.2.1")
    assert post_by_api("192.0.2.1") == 400
    assert post_by_api("192.0.2.1") == 429
    with pytest.raises(TooMany):
        post_by_page("192.0.2.1")
    assert post_by_api("192.0.2.2") == 400
    post_by_page("192.0.2.2")
