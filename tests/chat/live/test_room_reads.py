"""Members that wait for the same messages share one read, and never an old one."""

import asyncio

import pytest

from rip.accounts.models import User
from rip.chat.live.room import LiveRoom
from rip.core.work.coalesce import SingleFlight
from rip.support.kind import SUPPORT
from rip.support.models import Room
from tests.chat.rooms import post

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_read_that_is_done_is_not_given_again(room: Room, owner: User) -> None:
    """Its answer costs no time, so who asked for it again and again would stop everything."""
    live = LiveRoom(SUPPORT, SingleFlight(), room.pk)

    async def scenario() -> tuple[int, int]:
        first = asyncio.create_task(live.page_after(0))
        await asyncio.sleep(0)
        [(key, reading)] = live.reads._running.items()
        before = len(await first)
        # As it is when somebody asks between the end of a read and the moment it is dropped.
        live.reads._running[key] = reading
        await asyncio.to_thread(post, room, owner)
        after = len(await live.page_after(0))
        return before, after

    assert asyncio.run(scenario()) == (0, 1)
