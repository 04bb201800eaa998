"""Lanes under load: nothing stalls, nothing is lost, and every room keeps its order."""

import asyncio
from collections import defaultdict

import pytest

from rip.accounts.models import User
from rip.chat.messages.drafts import Posted
from rip.chat.messages.log import messages_after
from rip.chat.messages.queue import MessageQueue
from rip.core.database import threads
from rip.support.kind import SUPPORT
from rip.support.models import Room
from rip.support.rooms.rooms import room_open
from tests.chat.rooms import numbers_in, written
from tests.kit.waiting import PATIENCE_SECONDS

pytestmark = pytest.mark.django_db(transaction=True)

ROOMS = 30
SENDERS = 4
MESSAGES = 12
READERS = 8


@pytest.fixture
def rooms() -> list[Room]:
    users = [User.objects.create_user(f"user{number}") for number in range(ROOMS)]
    return [room_open(owner=user) for user in users]


@pytest.mark.parametrize("inline", [False, True])
@pytest.mark.parametrize("lanes", [1, 2, threads.LANES])
def test_lanes_never_stall(rooms: list[Room], lanes: int, inline: bool) -> None:
    """Senders wait for each answer, as people do, while all threads for reads are busy."""
    delivered: defaultdict[int, list[int]] = defaultdict(list)
    sending = True

    def deliver(posted: list[Posted]) -> None:
        for one in posted:
            delivered[one.room_id].append(one.seq)

    async def send(queue: MessageQueue, room: Room, author: User) -> None:
        for number in range(MESSAGES):
            await queue.post(written(room.pk, author, str(number)))

    async def read(room: Room) -> None:
        while sending:
            await threads.read(messages_after, kind=SUPPORT, room_id=room.pk, seq=0, count=200)

    async def scenario() -> None:
        nonlocal sending
        queue = MessageQueue(SUPPORT, deliver, lanes=lanes, inline=inline)
        queue.start()
        reading = [asyncio.create_task(read(room)) for room in rooms[:READERS]]
        async with asyncio.timeout(2 * PATIENCE_SECONDS):
            await asyncio.gather(
                *[send(queue, room, room.owner) for room in rooms for _ in range(SENDERS)]
            )
            sending = False
            await asyncio.gather(*reading)
            await queue.stop()

    asyncio.run(scenario())
    expected = list(range(1, SENDERS * MESSAGES + 1))
    assert [numbers_in(room) for room in rooms] == [expected] * ROOMS
    assert [delivered[room.pk] for room in rooms] == [expected] * ROOMS
