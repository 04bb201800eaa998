"""Members that wait for the same messages share one read, whoever of them leaves meanwhile."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Iterator
from typing import TypeVar

import pytest

from rip.accounts.models import User
from rip.accounts.sessions import Session
from rip.chat.live import room as connection
from rip.chat.live.room import LiveRoom
from rip.chat.messages.drafts import Posted
from rip.chat.protocol.frames import Close
from rip.core.errors import Unavailable
from rip.core.work.coalesce import SingleFlight
from rip.support.kind import SUPPORT
from rip.support.models import Room
from tests.chat.live.members import Member, running_hub
from tests.chat.live.reads import Reads
from tests.chat.rooms import post, written
from tests.kit.waiting import PATIENCE_SECONDS, until

T = TypeVar("T")

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> Iterator[Reads]:
    """Reads from the beginning, which are held."""
    reads = Reads(0)
    monkeypatch.setattr(connection, "messages_after", reads)
    yield reads
    reads.let_go()


def live_room(room: Room) -> LiveRoom:
    return LiveRoom(SUPPORT, SingleFlight(), room.pk)


def test_a_read_that_is_done_is_not_given_again(room: Room, owner: User) -> None:
    """Its answer costs no time, so who asked for it again and again would stop everything."""
    later: list[asyncio.Task[list[Posted]]] = []

    class AskedAgainAtItsEnd(SingleFlight):
        async def do(self, key: Hashable, work: Callable[[], Awaitable[T]]) -> T:
            async def read() -> T:
                page = await work()
                if not later:
                    await asyncio.to_thread(post, room, owner)
                    # It comes to ask between the end of this and the moment this is dropped.
                    later.append(asyncio.create_task(live.page_after(0)))
                return page

            return await super().do(key, read)

    live = LiveRoom(SUPPORT, AskedAgainAtItsEnd(), room.pk)

    async def scenario() -> tuple[int, int]:
        before = len(await live.page_after(0))
        return before, len(await later[0])

    assert asyncio.run(scenario()) == (0, 1)


@pytest.mark.parametrize("leaving", [0, 1, 2], ids=["the first", "the second", "the last"])
def test_whoever_leaves_during_a_read_does_not_end_it_for_the_others(
    room: Room, reads: Reads, leaving: int
) -> None:
    posted = post(room, room.owner)
    live = live_room(room)

    async def scenario() -> list[list[Posted]]:
        async with asyncio.timeout(PATIENCE_SECONDS):
            waiting = [asyncio.create_task(live.page_after(0)) for _ in range(3)]
            await until(lambda: reads.positions)
            left = waiting.pop(leaving)
            left.cancel()
            await asyncio.wait([left])
            assert left.cancelled()
            reads.let_go()
            return list(await asyncio.gather(*waiting))

    for page in asyncio.run(scenario()):
        assert [(one.seq, one.frame) for one in page] == [(1, posted.frame)]
    assert reads.positions == [0]


def test_rooms_do_not_share_reads(room: Room, stranger: User, reads: Reads) -> None:
    post(room, room.owner)
    flight = SingleFlight()
    here, elsewhere = LiveRoom(SUPPORT, flight, room.pk), LiveRoom(SUPPORT, flight, stranger.pk)

    async def scenario() -> list[int]:
        async with asyncio.timeout(PATIENCE_SECONDS):
            waiting = [asyncio.create_task(one.page_after(0)) for one in (here, elsewhere)]
            await until(lambda: len(reads.positions) == 2)
            reads.let_go()
            return [len(page) for page in await asyncio.gather(*waiting)]

    assert asyncio.run(scenario()) == [1, 0]


def test_a_member_that_leaves_during_a_read_takes_it_from_nobody(
    room: Room, owner_session: Session, operator_session: Session, reads: Reads
) -> None:
    post(room, room.owner)

    async def scenario() -> list[int]:
        async with running_hub() as (hub, queue):
            leaving = Member(hub, room, owner_session)
            staying = Member(hub, room, operator_session)
            await until(lambda: reads.positions)
            await leaving.leave()
            reads.let_go()
            assert await staying.until_live() == [1]
            await queue.post(written(room.pk, room.owner))
            heard = await staying.until_number(2)
            await staying.leave()
            assert not leaving.frames
            return heard

    assert asyncio.run(scenario()) == [1, 2]
    assert reads.positions == [0]


@pytest.mark.parametrize("error", [Unavailable(), RuntimeError("a surprise")])
def test_members_whose_read_failed_are_closed_and_come_back(
    room: Room,
    owner_session: Session,
    operator_session: Session,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
) -> None:
    post(room, room.owner)

    def fail(**_: object) -> list[Posted]:
        raise error

    async def scenario() -> list[int]:
        async with running_hub() as (hub, _):
            with monkeypatch.context() as patch:
                patch.setattr(connection, "messages_after", fail)
                members = [Member(hub, room, one) for one in (owner_session, operator_session)]
                for member in members:
                    assert await member.close_code() is Close.SERVER_ERROR
                    await member.leave()
            again = Member(hub, room, owner_session)
            heard = await again.until_live()
            await again.leave()
            return heard

    assert asyncio.run(scenario()) == [1]
