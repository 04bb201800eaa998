"""The members of a room share one encoding of a message."""

import asyncio
from functools import partial

import pytest

from rip.accounts.sessions import Session
from rip.support.models import Room
from tests.chat.live.members import Member, running_hub
from tests.chat.rooms import written
from tests.kit.waiting import until

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_message_is_encoded_once_for_all_whom_it_is_written_to(
    room: Room, owner_session: Session, operator_session: Session
) -> None:
    written_frames: list[bytes] = []

    def write(frame: bytes) -> bool:
        written_frames.append(frame)
        return True

    async def scenario() -> None:
        async with running_hub() as (hub, queue):
            sessions = (owner_session, operator_session)
            members = [Member(hub, room, one, write=write) for one in sessions]
            for member in members:
                await until(partial(member.connection.offer, "{}"))
            written_frames.clear()
            await queue.post(written(room.pk, room.owner))
            first, second = written_frames
            assert first is second
            for member in members:
                await member.leave()

    asyncio.run(scenario())
