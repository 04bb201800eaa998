"""When the hub closes a socket, and with which code."""

import asyncio

import pytest
from asgiref.sync import sync_to_async

from rip.accounts.models import User
from rip.accounts.sessions import Session, families_revoke, family_revoke
from rip.chat.live.socket import LONGEST_QUEUE
from rip.chat.protocol.frames import Close
from rip.support.models import Room
from tests.chat.live.members import Member, running_hub
from tests.chat.rooms import written
from tests.kit.waiting import turns

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_member_that_does_not_read_is_closed_and_skips_nothing(
    room: Room, owner_session: Session, operator_session: Session
) -> None:
    async def scenario() -> None:
        async with running_hub() as (hub, queue):
            slow, quick = Member(hub, room, owner_session), Member(hub, room, operator_session)
            await queue.post(written(room.pk, room.owner, "a"))
            for member in (slow, quick):
                await member.until_number(1)
            slow.reading.clear()
            for _ in range(10):
                count = (LONGEST_QUEUE + 50) // 10
                drafts = [written(room.pk, room.owner, "a") for _ in range(count)]
                await asyncio.gather(*map(queue.post, drafts))
            assert await slow.close_code() is Close.FELL_BEHIND
            last = LONGEST_QUEUE + 51
            assert await quick.until_number(last) == list(range(1, last + 1))
            assert not quick.connection.closing.done()
            slow.reading.set()
            # Until the goodbye has gone out the socket is still there, and people go on talking.
            await queue.post(written(room.pk, room.owner, "a"))
            await quick.until_number(last + 1)
            await turns()
            assert slow.numbers == list(range(1, len(slow.numbers) + 1))
            for member in (slow, quick):
                await member.leave()

    asyncio.run(scenario())


def test_the_end_of_a_log_in_closes_its_socket_and_no_other(
    room: Room, owner_session: Session, operator_session: Session
) -> None:
    async def scenario() -> None:
        async with running_hub() as (hub, queue):
            mine, theirs = Member(hub, room, owner_session), Member(hub, room, operator_session)
            await sync_to_async(family_revoke)(
                user=owner_session.user, family_id=owner_session.family_id
            )
            assert await mine.close_code() is Close.TICKET
            await queue.post(written(room.pk, room.owner, "a"))
            await theirs.until_number(1)
            assert not theirs.connection.closing.done()
            for member in (mine, theirs):
                await member.leave()

    asyncio.run(scenario())


def test_logging_out_everywhere_closes_every_socket(room: Room, owner_session: Session) -> None:
    async def scenario() -> list[Close]:
        async with running_hub() as (hub, _):
            members = [Member(hub, room, owner_session) for _ in range(3)]
            await sync_to_async(families_revoke)(user=owner_session.user)
            codes = [await member.close_code() for member in members]
            for member in members:
                await member.leave()
            return codes

    assert asyncio.run(scenario()) == [Close.TICKET] * 3


def test_an_operator_who_is_one_no_more_leaves_other_peoples_rooms(
    room: Room, operator: User, operator_session: Session
) -> None:
    async def scenario() -> Close:
        async with running_hub() as (hub, _):
            member = Member(hub, room, operator_session)
            operator.is_staff = False
            await sync_to_async(operator.save)()
            code = await member.close_code()
            await member.leave()
            return code

    assert asyncio.run(scenario()) is Close.NOT_YOURS
