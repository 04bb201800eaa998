"""News of a read mark may come late; a mark never moves back for whoever has been told more."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from rip.accounts.sessions import Session
from rip.chat.live.events import Read, encode
from rip.chat.live.hub import Hub
from rip.chat.live.room_door import RoomDoor
from rip.chat.messages.read_marks import read_marks_advance
from rip.core.database import threads
from rip.support.kind import SUPPORT
from rip.support.models import Room, Side
from tests.chat.letters.visitor import Visitor, visiting
from tests.chat.live.members import running_hub
from tests.chat.rooms import post

pytestmark = pytest.mark.django_db(transaction=True)

Scenario = Callable[[Hub, RoomDoor], Awaitable[None]]


@pytest.fixture(autouse=True)
def read_up_to_2(room: Room) -> None:
    for _ in range(3):
        post(room, room.owner)
    _store(room, 2)


def _store(room: Room, seq: int) -> None:
    read_marks_advance(kind=SUPPORT, marks={(room.pk, Side.SUPPORT.value): seq})


def _run(scenario: Scenario) -> None:
    async def run() -> None:
        async with running_hub() as (hub, queue):
            await scenario(hub, RoomDoor(hub, queue))

    asyncio.run(run())


def _hear(hub: Hub, room: Room, seq: int) -> None:
    """News of another process come."""
    hub.receive(encode(Read("another process", "support", room.pk, Side.SUPPORT.value, seq)))


async def _marks_told(visitor: Visitor) -> list[int]:
    visitor.say(type="ping")
    await visitor.until("pong")
    return [frame["seq"] for frame in visitor.of_type("read")]


def test_an_older_mark_than_that_of_hello_is_not_told(room: Room, owner_session: Session) -> None:
    async def scenario(hub: Hub, door: RoomDoor) -> None:
        async with visiting(door, room.pk, owner_session) as visitor:
            assert (await visitor.until("hello"))["read"]["support"] == 2
            _hear(hub, room, 1)
            _hear(hub, room, 3)
            assert await _marks_told(visitor) == [3]

    _run(scenario)


def test_what_hello_finds_is_told_to_those_who_were_there(
    room: Room, owner_session: Session, operator_session: Session
) -> None:
    """And the news of it, when they come at last, is none."""

    async def scenario(hub: Hub, door: RoomDoor) -> None:
        async with visiting(door, room.pk, owner_session) as visitor:
            await visitor.until("hello")
            await threads.write(_store, room, 3)
            async with visiting(door, room.pk, operator_session) as newcomer:
                assert (await newcomer.until("hello"))["read"]["support"] == 3
                assert await _marks_told(newcomer) == []
                _hear(hub, room, 3)
                assert await _marks_told(visitor) == [3]

    _run(scenario)
