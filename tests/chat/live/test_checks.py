"""The hub's periodic checks, and the rows it leaves in the database."""

import asyncio
from typing import Any

import pytest
from pytest_django import Settings

from rip.accounts.models import RefreshFamily
from rip.accounts.sessions import Session
from rip.accounts.tokens import now
from rip.chat.messages import log
from rip.chat.protocol.frames import Close
from rip.core.errors import Unavailable
from rip.support.models import ReadMark, Room, Side
from tests.chat.live.members import Member, post_elsewhere, running_hub
from tests.chat.rooms import post, written

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def often(settings: Settings) -> None:
    """The hub looks several times a second."""
    settings.RIP_CHAT_CHECK_SECONDS = 0.4


def test_a_message_stored_by_another_process_is_found(room: Room, owner_session: Session) -> None:
    async def scenario() -> list[int]:
        async with running_hub() as (hub, queue):
            member = Member(hub, room, owner_session)
            await queue.post(written(room.pk, room.owner, "a"))
            await member.until_number(1)
            await post_elsewhere(written(room.pk, room.owner, "b"))
            heard = await member.until_number(2)
            await member.leave()
            return heard

    assert asyncio.run(scenario()) == [1, 2]


def test_a_log_in_ended_by_another_process_is_found(room: Room, owner_session: Session) -> None:
    async def scenario() -> Close:
        async with running_hub() as (hub, _):
            member = Member(hub, room, owner_session)
            families = RefreshFamily.objects.filter(pk=owner_session.family_id)
            await families.aupdate(revoked_at=now())
            code = await member.close_code()
            await member.leave()
            return code

    assert asyncio.run(scenario()) is Close.TICKET


@pytest.mark.parametrize("error", [Unavailable(), RuntimeError("a surprise")])
def test_a_check_that_fails_is_not_the_last(
    room: Room, owner_session: Session, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    look, failures = log.rooms_newest, [error]

    def failing_once(**arguments: Any) -> dict[int, int]:
        if failures:
            raise failures.pop()
        return look(**arguments)

    async def scenario() -> list[int]:
        async with running_hub() as (hub, queue):
            member = Member(hub, room, owner_session)
            await queue.post(written(room.pk, room.owner, "a"))
            await member.until_number(1)
            monkeypatch.setattr(log, "rooms_newest", failing_once)
            await post_elsewhere(written(room.pk, room.owner, "b"))
            heard = await member.until_number(2)
            await member.leave()
            return heard

    assert asyncio.run(scenario()) == [1, 2]
    assert not failures


def mark_of(room: Room, side: Side) -> int:
    return ReadMark.objects.get(room=room, side=side).seq


@pytest.mark.parametrize("position", [0, 2, 3])
def test_what_was_read_is_marked_when_the_hub_stops(
    room: Room, operator_session: Session, position: int
) -> None:
    for _ in range(3):
        post(room, room.owner)

    async def scenario() -> None:
        async with running_hub() as (hub, queue):
            member = Member(hub, room, operator_session, position)
            await queue.post(written(room.pk, room.owner, "a"))
            await member.until_number(4)
            await member.leave()

    asyncio.run(scenario())
    assert mark_of(room, Side.SUPPORT) == 4
