"""Being sent a message counts as reading it, for sockets that have no frame to say so."""

import asyncio
from collections.abc import Callable
from functools import partial

import pytest

from rip.accounts.sessions import Session
from rip.chat.kinds import RoomKind
from rip.chat.live.room import LiveRoom, RoomSocket
from rip.chat.messages import read_marks
from rip.chat.protocol.frames import Plain
from rip.chat.protocol.typed import Typed
from rip.core.work.coalesce import SingleFlight
from rip.support.kind import SUPPORT
from rip.support.models import ReadMark, Room, Side
from tests.chat.letters.kind import LETTERS
from tests.chat.live.advancing import Advance
from tests.chat.live.members import Member, running_hub
from tests.chat.rooms import post, written
from tests.kit.waiting import until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def advance(monkeypatch: pytest.MonkeyPatch) -> Advance:
    advance = Advance()
    monkeypatch.setattr(read_marks, "read_marks_advance", advance)
    return advance


def stored(room: Room, side: Side = Side.SUPPORT) -> int:
    mark = ReadMark.objects.filter(room=room, side=side).first()
    return mark.seq if mark else 0


def written_at_once(_: bytes) -> bool:
    return True


def never_at_once(_: bytes) -> bool:
    return False


def has_frames(member: Member, count: int) -> bool:
    return len(member.frames) == count


def has_marked(member: Member, seq: int) -> bool:
    return member.connection.marked == seq


@pytest.mark.parametrize("write", [written_at_once, never_at_once])
def test_a_message_that_a_plain_socket_was_sent_counts_as_read(
    room: Room, operator_session: Session, write: Callable[[bytes], bool]
) -> None:
    """If it was written to the transport at once, as well as if it was sent in its turn."""

    async def scenario() -> None:
        async with running_hub() as (hub, queue):
            member = Member(hub, room, operator_session, write=write)
            await member.until_live()
            for seq in (1, 2):
                await queue.post(written(room.pk, room.owner))
                await until(partial(has_marked, member, seq))
            await member.leave()

    asyncio.run(scenario())
    assert stored(room) == 2


@pytest.mark.parametrize("write", [written_at_once, never_at_once])
def test_a_message_that_a_typed_socket_was_sent_does_not_count_as_read(
    room: Room, operator_session: Session, write: Callable[[bytes], bool]
) -> None:
    async def scenario() -> None:
        async with running_hub() as (hub, queue):
            member = Member(hub, room, operator_session, mode=Typed(), write=write)
            await member.until_live()
            await queue.post(written(room.pk, room.owner))
            await until(lambda: member.connection.position == 1)
            await member.leave()

    asyncio.run(scenario())
    assert not ReadMark.objects.exists()


def test_a_message_still_in_the_queue_does_not_count_as_read(
    room: Room, operator_session: Session
) -> None:
    async def scenario() -> None:
        async with running_hub() as (hub, queue):
            member = Member(hub, room, operator_session)
            await queue.post(written(room.pk, room.owner))
            await until(lambda: member.connection.marked == 1)
            member.reading.clear()
            for _ in range(2):
                await queue.post(written(room.pk, room.owner))
            assert (member.connection.position, member.connection.marked) == (3, 1)
            await member.leave()

    asyncio.run(scenario())
    assert stored(room) == 1


@pytest.mark.parametrize(("kind", "read"), [(SUPPORT, [1]), (LETTERS, [])])
def test_the_kind_says_if_being_sent_a_message_is_reading_it(
    room: Room, operator_session: Session, kind: RoomKind, read: list[int]
) -> None:
    posted = post(room, room.owner)

    async def scenario() -> list[int]:
        said: list[int] = []

        async def nowhere(_: str) -> None: ...

        socket = RoomSocket(
            session=operator_session,
            send=nowhere,
            write=written_at_once,
            room=LiveRoom(kind, SingleFlight(), room.pk),
            side=kind.sides.others,
            mode=Plain(),
            position=0,
            on_read=lambda _, seq: said.append(seq),
            live=True,
        )
        socket.open()
        # While it looks if there is something to send, nothing is written past that.
        await until(lambda: socket.offer("{}"))
        socket.take(posted, posted.frame, b"")
        await socket.shut()
        return said

    assert asyncio.run(scenario()) == read


def test_coming_back_with_everything_counts_as_having_read_it(
    room: Room, operator_session: Session
) -> None:
    for _ in range(2):
        post(room, room.owner)

    async def scenario() -> None:
        async with running_hub() as (hub, _):
            member = Member(hub, room, operator_session, position=2)
            await until(lambda: member.connection.marked == 2)
            await member.leave()

    asyncio.run(scenario())
    assert stored(room) == 2


def test_the_same_position_is_said_to_be_read_once(
    room: Room, operator_session: Session, advance: Advance
) -> None:
    async def scenario() -> None:
        async with running_hub() as (hub, queue):
            member = Member(hub, room, operator_session)
            await queue.post(written(room.pk, room.owner))
            await until(lambda: advance.asked)
            for count in (2, 3, 4):
                # After each frame the socket looks again if there is something to send.
                member.connection.offer("{}")
                await member.until(partial(has_frames, member, count))
            await member.leave()

    asyncio.run(scenario())
    assert advance.asked == [{(room.pk, Side.SUPPORT): 1}]
