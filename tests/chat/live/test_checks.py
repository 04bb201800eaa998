"""The hub's periodic checks, and the rows it leaves in the database."""

import asyncio
import threading
from typing import Any

import pytest
from pytest_django import Settings

from rip.accounts.models import RefreshFamily, User
from rip.accounts.sessions import Session
from rip.accounts.tokens import now
from rip.chat.messages import log
from rip.chat.protocol.frames import Close
from rip.core.errors import Unavailable
from rip.support.models import ReadMark, Room, Side
from rip.support.rooms.rooms import room_open
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


def test_a_room_that_is_left_while_it_is_looked_at_holds_up_no_other(
    room: Room,
    stranger: User,
    owner_session: Session,
    operator_session: Session,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    other_room = room_open(owner=stranger)
    look, asked, going_on = log.rooms_newest, threading.Event(), threading.Event()

    def held(**arguments: Any) -> dict[int, int]:
        newest = look(**arguments)
        asked.set()
        assert going_on.wait(30)
        return newest

    async def scenario() -> list[int]:
        async with running_hub() as (hub, _):
            leaving = Member(hub, room, owner_session)
            staying = Member(hub, other_room, operator_session)
            for member in (leaving, staying):
                await member.until_live()
            for one in (room, other_room):
                await post_elsewhere(written(one.pk, one.owner))
            monkeypatch.setattr(log, "rooms_newest", held)
            checking = asyncio.create_task(hub.checks.check_positions())
            await asyncio.to_thread(asked.wait, 30)
            await leaving.leave()
            going_on.set()
            await checking
            heard = await staying.until_number(1)
            await staying.leave()
            assert not leaving.frames
            return heard

    assert asyncio.run(scenario()) == [1]


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
