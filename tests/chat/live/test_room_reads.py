"""Members that wait for the same messages share one read, and never an old one."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from typing import TypeVar

import pytest

from rip.accounts.models import User
from rip.chat.live.room import LiveRoom
from rip.chat.messages.drafts import Posted
from rip.core.work.coalesce import SingleFlight
from rip.support.kind import SUPPORT
from rip.support.models import Room
from tests.chat.rooms import post

T = TypeVar("T")

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_read_that_is_done_is_not_given_again(room: Room, owner: User) -> None:
    """Its answer costs no time, so who asked for it again and again would stop everything."""
    later: list[asyncio.Task[list[Posted]]] = []

    class AskedAgainAtItsEnd(SingleFlight):
        async def do(self, key: Hashable, work: Callable[[], Awaitable[T]]) -> T:
            async def read() -> T:
                page = await work()
                if not later:
                    await asyncio.to_thread(post, room, owner)
                    # It comes to ask between the end of this and the moment this is dropped.
                    later.append(asyncio.create_task(live.page_after(0)))
                return page

            return await super().do(key, read)

    live = LiveRoom(SUPPORT, AskedAgainAtItsEnd(), room.pk)

    async def scenario() -> tuple[int, int]:
        before = len(await live.page_after(0))
        return before, len(await later[0])

    assert asyncio.run(scenario()) == (0, 1)
