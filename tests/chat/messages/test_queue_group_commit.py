"""People who talk at once are stored together, and nobody who talks alone is held up by that."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import pytest

from rip.accounts.models import User
from rip.chat.messages import queue as queue_module
from rip.chat.messages.drafts import Draft, Posted
from rip.chat.messages.queue import LARGEST_GROUP, MessageQueue
from rip.core.database import threads
from rip.core.work import group_commit
from rip.support.kind import SUPPORT
from rip.support.models import Room
from tests.chat.messages.holding import Database
from tests.chat.rooms import numbers_in, written
from tests.kit.waiting import PATIENCE_SECONDS, turns

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def database(monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    database = Database()
    monkeypatch.setattr(queue_module, "messages_post", database)
    yield database
    database.going_on.set()


@pytest.fixture(autouse=True)
def _gathers_for_good(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(group_commit, "JOIN_SECONDS", 1_000.0)


@asynccontextmanager
async def running() -> AsyncIterator[MessageQueue]:
    queue = MessageQueue(SUPPORT, lambda posted: None, lanes=1, inline=False)
    queue.start()
    async with asyncio.timeout(PATIENCE_SECONDS):
        yield queue
        await queue.stop()


async def first_while_second_waits(
    queue: MessageQueue, database: Database, drafts: list[Draft]
) -> tuple["asyncio.Future[Posted]", "asyncio.Future[Posted]"]:
    """The first draft is being stored, and the second came too late for its group."""
    database.going_on.clear()
    database.asked.clear()
    first = queue.post(drafts[0])
    await asyncio.to_thread(database.asked.wait, 30)
    return first, queue.post(drafts[1])


def drafts(room: Room, author: User, count: int) -> list[Draft]:
    return [written(room.pk, author, str(number)) for number in range(count)]


def test_who_goes_on_after_an_acknowledgement_joins_those_who_wait(
    owner: User, room: Room, database: Database
) -> None:
    async def scenario() -> None:
        async with running() as queue:
            a, b, c = drafts(room, owner, 3)
            first, second = await first_while_second_waits(queue, database, [a, b])
            database.going_on.set()
            await first
            await asyncio.gather(second, queue.post(c))

    asyncio.run(scenario())
    assert database.sizes == [1, 2]
    assert numbers_in(room) == [1, 2, 3]


def test_who_talks_alone_is_never_held_up(owner: User, room: Room, database: Database) -> None:
    async def scenario() -> None:
        async with running() as queue:
            for draft in drafts(room, owner, 5):
                await queue.post(draft)

    asyncio.run(scenario())
    assert database.sizes == [1] * 5


def test_those_who_wait_are_stored_though_nobody_joins_them(
    owner: User, room: Room, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(group_commit, "JOIN_SECONDS", 0.02)

    async def scenario() -> None:
        async with running() as queue:
            first, second = await first_while_second_waits(queue, database, drafts(room, owner, 2))
            database.going_on.set()
            await first
            await second

    asyncio.run(scenario())
    assert database.sizes == [1, 1]
    assert numbers_in(room) == [1, 2]


def test_who_waits_for_others_when_the_server_stops_is_stored(
    owner: User, room: Room, database: Database
) -> None:
    async def scenario() -> Posted:
        async with running() as queue:
            first, second = await first_while_second_waits(queue, database, drafts(room, owner, 2))
            database.going_on.set()
            await first
            # If the second is being stored, it is so before this.
            await threads.write_lane(int)
            await turns()
            assert (database.sizes, second.done()) == ([1], False)
        return await second

    assert asyncio.run(scenario()).seq == 2


def test_a_full_group_waits_for_nobody(owner: User, room: Room, database: Database) -> None:
    async def scenario() -> None:
        async with running() as queue:
            first, second = await first_while_second_waits(queue, database, drafts(room, owner, 2))
            others = [queue.post(draft) for draft in drafts(room, owner, LARGEST_GROUP - 1)]
            database.going_on.set()
            await asyncio.gather(first, second, *others)

    asyncio.run(scenario())
    assert database.sizes == [1, LARGEST_GROUP]
