"""A member that is brought up to date goes live when it has everything, and not before."""

import asyncio
from collections.abc import Callable, Iterator

import pytest

from rip.accounts.sessions import Session
from rip.chat.live import room as connection
from rip.chat.messages.log import messages_post
from rip.core.database import threads
from rip.support.kind import SUPPORT
from rip.support.models import Room
from tests.chat.live.members import Member, post_elsewhere, running_hub
from tests.chat.live.reads import Reads
from tests.chat.rooms import post, written
from tests.kit.waiting import until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def reads_held_at(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Reads]]:
    """Watches all reads of messages, and holds those from these positions."""
    made: list[Reads] = []

    def watch(*positions: int) -> Reads:
        made.append(Reads(*positions))
        monkeypatch.setattr(connection, "messages_after", made[-1])
        return made[-1]

    yield watch
    for reads in made:
        reads.let_go()


def test_what_is_delivered_during_a_read_is_read_before_going_live(
    room: Room, owner_session: Session, reads_held_at: Callable[..., Reads]
) -> None:
    post(room, room.owner)
    reads = reads_held_at(0)

    async def scenario() -> list[int]:
        async with running_hub() as (hub, queue):
            member = Member(hub, room, owner_session)
            await until(lambda: reads.positions)
            await queue.post(written(room.pk, room.owner))
            reads.let_go()
            heard = await member.until_live()
            await member.leave()
            return heard

    assert asyncio.run(scenario()) == [1, 2]


def test_what_a_check_finds_during_a_read_is_read_before_going_live(
    room: Room, owner_session: Session, reads_held_at: Callable[..., Reads]
) -> None:
    post(room, room.owner)
    reads = reads_held_at(0)

    async def scenario() -> list[int]:
        async with running_hub() as (hub, _):
            member = Member(hub, room, owner_session)
            await until(lambda: reads.positions)
            await post_elsewhere(written(room.pk, room.owner))
            await hub.checks.check_positions()
            reads.let_go()
            heard = await member.until_live()
            await member.leave()
            return heard

    assert asyncio.run(scenario()) == [1, 2]


def test_what_another_member_has_read_meanwhile_is_read_before_going_live(
    room: Room,
    owner_session: Session,
    operator_session: Session,
    reads_held_at: Callable[..., Reads],
) -> None:
    post(room, room.owner)
    reads = reads_held_at(0)

    async def scenario() -> list[int]:
        async with running_hub() as (hub, _):
            member = Member(hub, room, owner_session)
            await until(lambda: reads.positions)
            await post_elsewhere(written(room.pk, room.owner))
            other = Member(hub, room, operator_session, position=1)
            assert await other.until_live() == [2]
            reads.let_go()
            heard = await member.until_live()
            for one in (member, other):
                await one.leave()
            return heard

    assert asyncio.run(scenario()) == [1, 2]


@pytest.mark.parametrize("again", [1, 2])
def test_a_repeat_does_not_hide_what_is_newer(
    room: Room, owner_session: Session, reads_held_at: Callable[..., Reads], again: int
) -> None:
    posted = [post(room, room.owner) for _ in range(2)]
    reads = reads_held_at(0)

    async def scenario() -> list[int]:
        async with running_hub() as (hub, queue):
            member = Member(hub, room, owner_session)
            await until(lambda: reads.positions)
            await queue.post(written(room.pk, room.owner))
            hub.deliver([posted[again - 1]])
            reads.let_go()
            heard = await member.until_live()
            await member.leave()
            return heard

    assert asyncio.run(scenario()) == [1, 2, 3]


def test_a_check_that_read_the_database_earlier_does_not_hide_what_came_since(
    room: Room,
    owner_session: Session,
    reads_held_at: Callable[..., Reads],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    post(room, room.owner)
    reads = reads_held_at(0)

    async def scenario() -> list[int]:
        async with running_hub() as (hub, queue):
            member = Member(hub, room, owner_session)
            await until(lambda: reads.positions)
            await queue.post(written(room.pk, room.owner))
            with monkeypatch.context() as patch:
                patch.setattr("rip.chat.messages.log.rooms_newest", lambda **_: {room.pk: 1})
                await hub.checks.check_positions()
            reads.let_go()
            heard = await member.until_live()
            await member.leave()
            return heard

    assert asyncio.run(scenario()) == [1, 2]


@pytest.mark.parametrize(
    ("count", "pages"),
    [
        (0, [0]),
        (1, [0]),
        (199, [0]),
        (200, [0, 200]),
        (201, [0, 200]),
        (399, [0, 200]),
        (400, [0, 200, 400]),
        (401, [0, 200, 400]),
    ],
)
def test_whoever_comes_late_is_given_every_page(
    room: Room,
    owner_session: Session,
    reads_held_at: Callable[..., Reads],
    count: int,
    pages: list[int],
) -> None:
    """A full page may not be the last."""
    messages_post(kind=SUPPORT, drafts=[written(room.pk, room.owner) for _ in range(count)])
    reads = reads_held_at()

    async def scenario() -> list[int]:
        async with running_hub() as (hub, _):
            member = Member(hub, room, owner_session)
            heard = await member.until_live()
            await member.leave()
            return heard

    assert asyncio.run(scenario()) == list(range(1, count + 1))
    assert reads.positions == pages


@pytest.mark.parametrize("missed", [199, 200, 201, 450])
def test_whoever_was_left_behind_is_given_every_page(
    room: Room, owner_session: Session, missed: int
) -> None:
    async def scenario() -> list[int]:
        async with running_hub() as (hub, queue):
            member = Member(hub, room, owner_session)
            await queue.post(written(room.pk, room.owner))
            await member.until_number(1)
            drafts = [written(room.pk, room.owner) for _ in range(missed)]
            await threads.write(messages_post, kind=SUPPORT, drafts=drafts)
            await queue.post(written(room.pk, room.owner))
            heard = await member.until_live()
            await member.leave()
            return heard

    assert asyncio.run(scenario()) == list(range(1, missed + 3))
