"""Every connection gets every number once and in order, whatever happens between."""

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from rip.accounts.sessions import Session
from rip.chat.live import room as connection
from rip.chat.live.hub import Hub
from rip.chat.messages import log
from rip.chat.messages.drafts import Draft, Posted
from rip.chat.messages.queue import MessageQueue
from rip.support.kind import SUPPORT
from rip.support.models import Room
from tests.chat.live.members import Member, post_elsewhere, running_hub
from tests.chat.rooms import post, written

pytestmark = pytest.mark.django_db(transaction=True)


def draft_of(room: Room) -> Draft:
    return written(room.pk, room.owner, "a")


def test_what_was_there_and_what_comes_arrives_once(room: Room, owner_session: Session) -> None:
    for _ in range(3):
        post(room, room.owner)

    async def scenario() -> list[int]:
        async with running_hub() as (hub, queue):
            member = Member(hub, room, owner_session, position=1)
            for _ in range(3):
                await queue.post(draft_of(room))
            heard = await member.until_number(6)
            await member.leave()
            return heard

    assert asyncio.run(scenario()) == [2, 3, 4, 5, 6]


def test_more_than_a_page_is_read_whole(room: Room, owner_session: Session) -> None:
    log.messages_post(kind=SUPPORT, drafts=[draft_of(room) for _ in range(450)])

    async def scenario() -> list[int]:
        async with running_hub() as (hub, _):
            member = Member(hub, room, owner_session, position=10)
            heard = await member.until_number(450)
            await member.leave()
            return heard

    assert asyncio.run(scenario()) == list(range(11, 451))


@pytest.mark.parametrize("moment", ["before the read", "after the read"])
def test_a_message_committed_around_the_read_of_history_is_not_missed(
    room: Room, owner_session: Session, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    post(room, room.owner)
    read = log.messages_after

    async def scenario() -> list[int]:
        async with running_hub() as (hub, _):
            loop = asyncio.get_running_loop()

            def commit_and_deliver() -> None:
                loop.call_soon_threadsafe(hub.deliver, [post(room, room.owner)])

            watched = meddled(read, commit_and_deliver, before=moment == "before the read")
            monkeypatch.setattr(connection, "messages_after", watched)
            member = Member(hub, room, owner_session)
            heard = await member.until_number(2)
            hub.deliver([await post_elsewhere(draft_of(room))])
            heard = await member.until_number(3)
            await member.leave()
            return heard

    assert asyncio.run(scenario()) == [1, 2, 3]


def meddled(
    read: Callable[..., list[Posted]], meddle: Callable[[], None], *, before: bool
) -> Callable[..., list[Posted]]:
    """`read`, with something that happens in the database just before or after its first call."""
    left = [meddle]

    def watched(**arguments: int) -> list[Posted]:
        if before and left:
            left.pop()()
        page = read(**arguments)
        if left:
            left.pop()()
        return page

    return watched


def test_a_gap_in_the_numbers_is_read_from_the_database(room: Room, owner_session: Session) -> None:
    async def scenario() -> list[int]:
        async with running_hub() as (hub, queue):
            member = Member(hub, room, owner_session)
            await queue.post(draft_of(room))
            await member.until_number(1)
            for _ in range(3):
                await post_elsewhere(draft_of(room))
            await queue.post(draft_of(room))
            heard = await member.until_number(5)
            await member.leave()
            return heard

    assert asyncio.run(scenario()) == [1, 2, 3, 4, 5]


def test_a_repeat_is_dropped(room: Room, owner_session: Session) -> None:
    async def scenario() -> list[int]:
        async with running_hub() as (hub, queue):
            member = Member(hub, room, owner_session)
            posted = [await queue.post(draft_of(room)) for _ in range(3)]
            await member.until_number(3)
            for message in (posted[2], posted[0], posted[2]):
                hub.deliver([message])
            await queue.post(draft_of(room))
            heard = await member.until_number(4)
            await member.leave()
            return heard

    assert asyncio.run(scenario()) == [1, 2, 3, 4]


@dataclass
class Soak:
    """A room in which, by chance, members join and stall and messages come from everywhere."""

    room: Room
    sessions: list[Session]
    hub: Hub
    queue: MessageQueue
    chance: random.Random
    members: list[Member] = field(default_factory=list)
    posted: list[Posted] = field(default_factory=list)

    async def step(self) -> None:
        deeds = [self.join, self.post_here, self.post_here, self.post_elsewhere]
        await self.chance.choice([*deeds, self.repeat, self.stall, self.go_on])()
        for _ in range(self.chance.randint(0, 3)):
            await asyncio.sleep(0)

    async def join(self) -> None:
        position = self.chance.randint(0, len(self.posted))
        session = self.chance.choice(self.sessions)
        self.members.append(Member(self.hub, self.room, session, position))

    async def post_here(self) -> None:
        self.posted.append(await self.queue.post(draft_of(self.room)))

    async def post_elsewhere(self) -> None:
        self.posted.append(await post_elsewhere(draft_of(self.room)))

    async def repeat(self) -> None:
        for message in self.posted[-1:] + self.posted[:1]:
            self.hub.deliver([message])

    async def stall(self) -> None:
        for member in self.members[-2:]:
            member.reading.clear()

    async def go_on(self) -> None:
        for member in self.members:
            member.reading.set()


@pytest.mark.parametrize("seed", range(6))
def test_whatever_the_order_of_events_nobody_misses_or_repeats(
    room: Room, owner_session: Session, operator_session: Session, seed: int
) -> None:
    async def scenario() -> None:
        async with running_hub() as (hub, queue):
            sessions = [owner_session, operator_session]
            soak = Soak(room, sessions, hub, queue, random.Random(seed))
            for _ in range(120):
                await soak.step()
            await soak.go_on()
            last = (await queue.post(draft_of(room))).seq
            assert soak.members
            for member in soak.members:
                whole = list(range(member.began_after + 1, last + 1))
                assert await member.until_number(last) == whole
                await member.leave()

    asyncio.run(scenario())
