"""A message is stored, then delivered, then acknowledged: never in another order."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from rip.accounts.models import User
from rip.chat.messages import queue as queue_module
from rip.chat.messages.drafts import Draft, Posted, Result
from rip.chat.messages.queue import MessageQueue
from rip.core.database import threads
from rip.core.errors import NotFound
from rip.support.kind import SUPPORT
from rip.support.models import Room
from tests.chat.messages.holding import Database
from tests.chat.rooms import numbers_in, written
from tests.kit.waiting import until

pytestmark = pytest.mark.django_db(transaction=True)

Event = tuple[str, int]


@pytest.fixture
def elsewhere() -> Iterator[ThreadPoolExecutor]:
    """A thread with a connection of its own, which sees what has been committed."""
    with ThreadPoolExecutor(1) as pool:
        yield pool
        pool.submit(close_own).result()


def close_own() -> None:
    """Close the connection of the thread that this runs in."""
    connection.close()


@pytest.fixture(params=[1, threads.LANES])
def lanes(request: pytest.FixtureRequest) -> int:
    count: int = request.param
    return count


def test_at_each_moment_the_step_before_is_done(
    owner: User, room: Room, elsewhere: ThreadPoolExecutor, lanes: int
) -> None:
    """Calls at that very moment: to be told of it later would hide a step that comes too early."""
    delivered: list[Posted] = []
    faults: list[str] = []
    acknowledged = 0

    def deliver(posted: list[Posted]) -> None:
        committed = elsewhere.submit(numbers_in, room).result()
        faults.extend(f"{one.seq} was not stored" for one in posted if one.seq not in committed)
        delivered.extend(posted)

    def done(_: Draft, result: Result) -> None:
        nonlocal acknowledged
        acknowledged += 1
        if result not in delivered:
            faults.append(f"{result} was not delivered")

    async def scenario() -> None:
        queue = MessageQueue(SUPPORT, deliver, lanes=lanes)
        queue.start()
        for number in range(20):
            queue.submit(written(room.pk, owner, str(number)), done)
            if number % 5 == 0:
                await until(lambda: acknowledged)
        await queue.stop()

    asyncio.run(scenario())
    assert (acknowledged, faults) == (20, [])
    assert [one.seq for one in delivered] == list(range(1, 21))


def test_nothing_is_delivered_or_acknowledged_while_it_is_being_stored(
    owner: User, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = Database()
    database.going_on.clear()
    monkeypatch.setattr(queue_module, "messages_post", database)
    events: list[str] = []

    async def scenario() -> None:
        queue = MessageQueue(SUPPORT, lambda _: events.append("delivered"), lanes=1, inline=False)
        queue.start()
        queue.submit(written(room.pk, owner), lambda *_: events.append("acknowledged"))
        await asyncio.to_thread(database.asked.wait, 30)
        assert events == []
        database.going_on.set()
        await queue.stop()

    asyncio.run(scenario())
    assert events == ["delivered", "acknowledged"]


def test_what_was_not_stored_is_not_delivered(owner: User, room: Room) -> None:
    delivered: list[Posted] = []
    results: list[Result] = []

    async def scenario() -> None:
        queue = MessageQueue(SUPPORT, delivered.extend)
        queue.start()
        for number in (987654321, room.pk):
            queue.submit(written(number, owner), lambda _, result: results.append(result))
        await queue.stop()

    asyncio.run(scenario())
    assert [type(result) for result in results] == [NotFound, Posted]
    assert delivered == results[1:]


def test_each_sender_hears_of_their_own_message(owner: User, operator: User, room: Room) -> None:
    told: dict[str, Result] = {}

    async def scenario() -> None:
        queue = MessageQueue(SUPPORT, lambda _: None)
        queue.start()
        for author in (owner, operator):
            for number in range(5):
                draft = written(room.pk, author, f"{author.username} {number}")
                queue.submit(draft, lambda draft, result: told.update({draft.body: result}))
        await queue.stop()

    asyncio.run(scenario())
    assert len(told) == 10
    for body, result in told.items():
        assert isinstance(result, Posted)
        assert f'"message":"{body}"' in result.frame
