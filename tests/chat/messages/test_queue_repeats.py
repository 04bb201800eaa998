"""A message that is sent again is news to whoever has not had it, and to nobody else."""

import asyncio

import pytest

from rip.accounts.sessions import Session
from rip.support.models import Room
from tests.chat.live.members import Member, post_elsewhere, running_hub
from tests.chat.rooms import written

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_repeat_reaches_those_whom_the_process_that_stored_it_told_nothing(
    room: Room, owner_session: Session
) -> None:
    """It died after the commit; its client sends the message again, to another process."""
    draft = written(room.pk, room.owner, "a", "id-1")

    async def scenario() -> list[int]:
        async with running_hub() as (hub, queue):
            member = Member(hub, room, owner_session)
            await queue.post(written(room.pk, room.owner, "before"))
            await member.until_number(1)
            await post_elsewhere(draft)
            await queue.post(draft)
            heard = await member.until_number(2)
            await member.leave()
            return heard

    assert asyncio.run(scenario()) == [1, 2]


def test_a_repeat_is_not_given_again_to_those_who_have_it(
    room: Room, owner_session: Session
) -> None:
    draft = written(room.pk, room.owner, "a", "id-1")

    async def scenario() -> list[int]:
        async with running_hub() as (hub, queue):
            member = Member(hub, room, owner_session)
            for _ in range(3):
                await queue.post(draft)
            await queue.post(written(room.pk, room.owner, "after"))
            heard = await member.until_number(2)
            await member.leave()
            return heard

    assert asyncio.run(scenario()) == [1, 2]
