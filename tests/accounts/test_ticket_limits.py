"""Tickets are limited for each person and for each network."""

import asyncio
from collections.abc import Iterator

import httpx
import pytest
from pytest_django import Settings

from rip.accounts import api, tickets
from rip.accounts.models import User
from rip.accounts.sessions import family_open
from rip.accounts.tickets import DatabaseTickets
from rip.asgi import application
from rip.core.http.limits import ProcessLimit
from rip.core.work.buckets import Pace

pytestmark = pytest.mark.django_db(transaction=True)

HERE, ELSEWHERE = "203.0.113.7", "203.0.113.8"


@pytest.fixture(autouse=True)
def limited(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Two for a person and five for a network, and hardly any more."""
    settings.RIP_RATE_LIMITS = True
    monkeypatch.setattr(tickets, "stores", lambda: [DatabaseTickets()])
    limits: list[tuple[ProcessLimit, int]] = [(api.TICKETS, 2), (api.TICKETS_OF_NETWORK, 5)]
    for limit, burst in limits:
        limit.empty()
        monkeypatch.setattr(limit, "pace", Pace(1 / 3600, burst))
    yield
    for limit, _ in limits:
        limit.empty()


def ask(*calls: tuple[str, str | None]) -> list[httpx.Response]:
    """A ticket for each access token, or for nobody, from each address."""

    async def one(ip: str, access: str | None) -> httpx.Response:
        transport = httpx.ASGITransport(application, client=(ip, 1))
        headers = {"Authorization": f"Bearer {access}"} if access else {}
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return await client.get("/api/ws_token/", headers=headers)

    async def all_of_them() -> list[httpx.Response]:
        return [await one(ip, access) for ip, access in calls]

    return asyncio.run(all_of_them())


def statuses(*calls: tuple[str, str | None]) -> list[int]:
    return [answer.status_code for answer in ask(*calls)]


def test_a_person_gets_so_many_from_wherever(owner: User, stranger: User) -> None:
    mine, theirs = family_open(user=owner).access, family_open(user=stranger).access
    again = family_open(user=owner).access
    answers = ask((HERE, mine), (ELSEWHERE, again), (ELSEWHERE, mine), (HERE, theirs))
    assert [answer.status_code for answer in answers] == [200, 200, 429, 200]
    refused = answers[2]
    assert refused.headers["retry-after"] == "3600"
    assert refused.json()["type"] == "urn:rip:too-many"


def test_a_network_gets_so_many_for_whomever(owner: User, stranger: User) -> None:
    mine, theirs = family_open(user=owner).access, family_open(user=stranger).access
    calls = [(HERE, mine), (HERE, theirs), (HERE, None), (HERE, "forged"), (HERE, theirs)]
    assert statuses(*calls) == [200, 200, 401, 401, 200]
    assert statuses((HERE, mine), (HERE, None), (ELSEWHERE, mine)) == [429, 429, 200]


def test_this_computer_is_no_one_network(owner: User) -> None:
    access = family_open(user=owner).access
    calls = [("127.0.0.1", None)] * 7
    assert statuses(*calls, ("127.0.0.1", access)) == [401] * 7 + [200]


def test_they_can_be_switched_off(owner: User, settings: Settings) -> None:
    settings.RIP_RATE_LIMITS = False
    access = family_open(user=owner).access
    assert statuses(*[(HERE, access)] * 7) == [200] * 7
