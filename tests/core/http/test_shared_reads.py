"""Reads that cost much are limited for each network, and shared by those who ask at once."""

import asyncio
from collections.abc import Callable, Iterator
from typing import Any, Final

import httpx
import pytest
from pytest_django import Settings

from rip import api
from rip.accounts.models import User
from rip.accounts.sessions import family_open
from rip.adverts.limits import WHOLE_LISTS
from rip.asgi import application
from rip.core.database import threads
from rip.core.http.limits import ProcessLimit
from rip.core.work.buckets import Pace
from rip.support.api.rooms import WHOLE_ROOM_LISTS
from rip.support.rooms.rooms import room_open
from tests.kit.waiting import turns, until

pytestmark = pytest.mark.django_db(transaction=True)

HERE, ELSEWHERE = "203.0.113.7", "203.0.113.8"
LIST, ROOMS, READY = "/api/v1/execute", "/api/v1/chats_list", "/readyz"
LIMITS: Final = {
    LIST: WHOLE_LISTS,
    f"{LIST}?kind=Cat": WHOLE_LISTS,
    ROOMS: WHOLE_ROOM_LISTS,
    READY: api.READINESS_CHECKS,
}


@pytest.fixture
def limit(path: str, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[ProcessLimit]:
    """Two at once, and hardly any more."""
    settings.RIP_RATE_LIMITS = True
    limit = LIMITS[path]
    limit.empty()
    monkeypatch.setattr(limit, "pace", Pace(1 / 3600, 2))
    yield limit
    limit.empty()


@pytest.fixture
def access(operator: User) -> str:
    return family_open(user=operator).access


async def get(path: str, access: str, ip: str = HERE) -> httpx.Response:
    transport = httpx.ASGITransport(application, client=(ip, 1))
    headers = {"Authorization": f"Bearer {access}"} if path == ROOMS else {}
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        return await client.get(path, headers=headers)


async def statuses(path: str, access: str, *ips: str) -> list[int]:
    return [(await get(path, access, ip)).status_code for ip in ips]


@pytest.mark.usefixtures("limit")
@pytest.mark.parametrize("path", LIMITS)
def test_a_network_may_ask_so_often(path: str, access: str) -> None:
    async def scenario() -> None:
        assert await statuses(path, access, HERE, HERE, HERE) == [200, 200, 429]
        assert await statuses(path, access, ELSEWHERE, HERE, ELSEWHERE) == [200, 429, 200]
        assert await statuses(path, access, *["127.0.0.1"] * 4) == [200] * 4
        refused = await get(path, access)
        assert refused.headers["retry-after"] == "3600"

    asyncio.run(scenario())


@pytest.mark.usefixtures("limit")
@pytest.mark.parametrize("path", LIMITS)
def test_the_limits_can_be_switched_off(path: str, access: str, settings: Settings) -> None:
    settings.RIP_RATE_LIMITS = False
    assert asyncio.run(statuses(path, access, *[HERE] * 4)) == [200] * 4


def test_operators_who_ask_while_all_rooms_are_read_share_the_next_reading(
    owner: User, access: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    room_open(owner=owner)
    readings: list[str] = []
    read = threads.read

    async def scenario() -> None:
        # So that nothing but the list is left to read.
        await get(ROOMS, access)
        may_read = asyncio.Event()

        async def held(work: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
            readings.append(work.__name__)
            await may_read.wait()
            return await read(work, *arguments, **named)

        monkeypatch.setattr(threads, "read", held)
        asking = [asyncio.create_task(get(ROOMS, access))]
        await until(lambda: readings)
        asking += [asyncio.create_task(get(ROOMS, access)) for _ in range(19)]
        await turns(500)
        may_read.set()
        answers = await asyncio.gather(*asking)
        rooms = [{"chat_name": str(owner.pk), "support_read": True}]
        assert [answer.json() for answer in answers] == [{"chats": rooms}] * 20

    asyncio.run(scenario())
    assert readings == ["chats_list"] * 2


def test_a_room_that_was_opened_before_one_asks_is_in_the_list(
    owner: User, stranger: User, access: str
) -> None:
    async def scenario() -> None:
        for number, user in enumerate((owner, stranger), 1):
            await asyncio.to_thread(room_open, owner=user)
            answers = await asyncio.gather(*(get(ROOMS, access) for _ in range(5)))
            assert [len(answer.json()["chats"]) for answer in answers] == [number] * 5

    asyncio.run(scenario())
