"""A socket is closed when its log-in has ended, whenever that was.

Here log-ins end in the database alone, as when another process ends them and its news is lost.
"""

import asyncio
import logging
from collections.abc import Callable

import pytest
from asgiref.sync import sync_to_async

from rip.accounts.models import RefreshFamily, User
from rip.accounts.sessions import Session, family_open, family_revoke, session_of
from rip.accounts.tokens import now
from rip.chat.live.hub import Hub
from rip.chat.protocol.frames import Close
from rip.support.desk.live import DeskSocket
from rip.support.kind import SUPPORT
from rip.support.models import Room
from tests.chat.live.members import Member, running, running_hub
from tests.chat.live.observing import Watcher

pytestmark = pytest.mark.django_db(transaction=True)


def end_log_in(session: Session) -> None:
    RefreshFamily.objects.filter(pk=session.family_id).update(revoked_at=now())


def deactivate(session: Session) -> None:
    User.objects.filter(pk=session.user.pk).update(is_active=False)


def delete_log_in(session: Session) -> None:
    RefreshFamily.objects.filter(pk=session.family_id).delete()


def demote(session: Session) -> None:
    User.objects.filter(pk=session.user.pk).update(is_staff=False)


ENDS = [
    (end_log_in, Close.TICKET),
    (deactivate, Close.TICKET),
    (delete_log_in, Close.TICKET),
    (demote, Close.NOT_YOURS),
]


@pytest.mark.parametrize(("end", "code"), ENDS)
def test_a_session_that_ended_before_it_joined_a_room_is_closed(
    room: Room, operator_session: Session, end: Callable[[Session], None], code: Close
) -> None:
    end(operator_session)

    async def scenario() -> "asyncio.Future[Close]":
        async with running_hub() as (hub, _):
            member = Member(hub, room, operator_session)
            await member.leave()
        # It has stopped when the checks that it began are done.
        return member.connection.closing

    assert code_of(asyncio.run(scenario())) is code


def code_of(closing: "asyncio.Future[Close]") -> Close | None:
    return closing.result() if closing.done() else None


@pytest.mark.parametrize(("end", "code"), ENDS)
def test_a_session_that_ended_before_it_arrived_outside_the_rooms_is_closed(
    operator_session: Session, end: Callable[[Session], None], code: Close
) -> None:
    end(operator_session)

    async def scenario() -> "asyncio.Future[Close]":
        async with running_hub() as (hub, _):
            socket = desk_socket(operator_session)
            hub.arrive(socket)
            hub.depart(socket)
        return socket.closing

    assert code_of(asyncio.run(scenario())) is code


def desk_socket(session: Session) -> DeskSocket:
    async def nowhere(frame: str) -> None: ...

    return DeskSocket(session=session, send=nowhere)


def test_a_session_that_lives_stays(
    room: Room, owner_session: Session, operator_session: Session
) -> None:
    async def scenario() -> list["asyncio.Future[Close]"]:
        async with running_hub() as (hub, _):
            members = [Member(hub, room, one) for one in (owner_session, operator_session)]
            hub.arrive(socket := desk_socket(operator_session))
            for session in (owner_session, operator_session):
                hub.tell_session_change(session.user.pk)
            hub.depart(socket)
            for member in members:
                await member.leave()
        return [socket.closing, *(member.connection.closing for member in members)]

    assert [code_of(closing) for closing in asyncio.run(scenario())] == [None] * 3


def test_one_log_in_of_a_user_ends_without_their_other(
    room: Room, owner: User, owner_session: Session
) -> None:
    other_session = session_of(access=family_open(user=owner).access)

    async def scenario() -> None:
        async with running_hub() as (hub, _):
            ended = Member(hub, room, owner_session)
            other = Member(hub, room, other_session)
            await sync_to_async(family_revoke)(user=owner, family_id=owner_session.family_id)
            assert await ended.close_code() is Close.TICKET
            for member in (ended, other):
                await member.leave()
        assert code_of(other.connection.closing) is None

    asyncio.run(scenario())


def test_the_sockets_of_observers_are_closed_like_those_in_rooms(
    operator: User, operator_session: Session
) -> None:
    async def scenario() -> None:
        hub = Hub(SUPPORT)
        socket = desk_socket(operator_session)
        hub.observe(Watcher(socket))
        async with running(hub):
            await sync_to_async(family_revoke)(user=operator, family_id=operator_session.family_id)
            assert await socket.closing is Close.TICKET

    asyncio.run(scenario())


def test_a_stopped_hub_is_not_told_of_log_ins(
    owner: User, owner_session: Session, caplog: pytest.LogCaptureFixture
) -> None:
    hub = Hub(SUPPORT)

    async def scenario() -> None:
        async with running(hub):
            pass

    asyncio.run(scenario())
    # Its loop is closed: to be told would be an error, which Django logs.
    family_revoke(user=owner, family_id=owner_session.family_id)
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []
