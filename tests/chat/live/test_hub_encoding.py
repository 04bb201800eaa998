"""The members of a room share one encoding of a frame."""

import asyncio
from functools import partial

import pytest

from rip.accounts.sessions import Session
from rip.chat.protocol.typed import Typed
from rip.server.frames import Write
from rip.support.models import Room
from tests.chat.live.members import Member, running_hub
from tests.chat.rooms import written
from tests.kit.waiting import until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def wires() -> list[bytes]:
    """The frames that were written, to whomever."""
    return []


@pytest.fixture
def write(wires: list[bytes]) -> Write:
    def write(frame: bytes) -> bool:
        wires.append(frame)
        return True

    return write


async def until_written_to(members: list[Member]) -> None:
    """Wait until nothing is queued, so that frames are written at once."""
    for member in members:
        await until(partial(member.connection.offer, "{}"))


def test_a_message_is_encoded_once_for_all_whom_it_is_written_to(
    room: Room, owner_session: Session, operator_session: Session, wires: list[bytes], write: Write
) -> None:
    async def scenario() -> None:
        async with running_hub() as (hub, queue):
            sessions = (owner_session, operator_session)
            members = [Member(hub, room, one, write=write) for one in sessions]
            await until_written_to(members)
            wires.clear()
            await queue.post(written(room.pk, room.owner))
            first, second = wires
            assert first is second
            for member in members:
                await member.leave()

    asyncio.run(scenario())


def test_news_is_encoded_once_for_all_whom_it_is_written_to(
    room: Room, owner_session: Session, operator_session: Session, wires: list[bytes], write: Write
) -> None:
    async def scenario() -> None:
        async with running_hub() as (hub, _):
            sessions = (owner_session, operator_session, operator_session)
            members = [Member(hub, room, one, mode=Typed(), write=write) for one in sessions]
            await until_written_to(members)
            wires.clear()
            hub.typing(members[0].connection)
            first, second = wires
            assert b'"typing"' in first
            assert first is second
            for member in members:
                await member.leave()

    asyncio.run(scenario())
