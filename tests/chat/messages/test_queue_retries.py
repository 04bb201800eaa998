"""The queue while the database is away or too slow: tried again, bounded, never stored twice."""

import asyncio
import contextlib
import json
import sqlite3
import threading
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager

import pytest
from django.db import OperationalError, connection

from rip.accounts.models import User
from rip.chat.kinds import RoomKind
from rip.chat.messages import queue as queue_module
from rip.chat.messages.counters import Counters
from rip.chat.messages.drafts import Draft, Posted, Result
from rip.chat.messages.log import messages_post
from rip.chat.messages.mysql_lane import MysqlLane
from rip.chat.messages.queue import MessageQueue, Overloaded
from rip.core.database import threads
from rip.core.errors import Unavailable
from rip.support.kind import SUPPORT
from rip.support.models import Message, Room
from tests.chat.rooms import numbers_in, written
from tests.kit.waiting import PATIENCE_SECONDS, until

pytestmark = pytest.mark.django_db(transaction=True)


@asynccontextmanager
async def running(delivered: list[Posted]) -> AsyncIterator[MessageQueue]:
    # Failures are injected into `messages_post`, so nothing may pass it by.
    queue = MessageQueue(SUPPORT, delivered.extend, lanes=1, inline=False)
    queue.start()
    async with asyncio.timeout(2 * PATIENCE_SECONDS):
        yield queue
        await queue.stop()


class Failing:
    """`messages_post`, whose first calls lose the connection: before the commit, or after it."""

    def __init__(self, failures: int, *, after_commit: bool) -> None:
        self.failures = failures
        self.after_commit = after_commit
        self.tries: list[bool] = []

    def __call__(self, *, kind: RoomKind, drafts: list[Draft], retrying: bool) -> list[Result]:
        self.tries.append(retrying)
        if len(self.tries) > self.failures:
            return messages_post(kind=kind, drafts=drafts, retrying=retrying)
        if self.after_commit:
            messages_post(kind=kind, drafts=drafts, retrying=retrying)
        raise OperationalError("the connection was lost")


@pytest.mark.parametrize("client_id", [None, "id-1"])
@pytest.mark.parametrize("after_commit", [True, False])
def test_a_group_is_tried_again_and_stored_and_delivered_once(
    owner: User,
    room: Room,
    monkeypatch: pytest.MonkeyPatch,
    client_id: str | None,
    after_commit: bool,
) -> None:
    failing = Failing(3, after_commit=after_commit)
    monkeypatch.setattr(queue_module, "messages_post", failing)
    delivered: list[Posted] = []

    async def scenario() -> list[Posted]:
        async with running(delivered) as queue:
            posted = await queue.post(written(room.pk, owner, "a", client_id))
            return [posted, await queue.post(written(room.pk, owner, "b"))]

    posted = asyncio.run(scenario())
    assert [one.seq for one in posted] == [1, 2]
    assert json.loads(posted[0].frame)["client_message_id"] == client_id
    assert [(one.seq, one.frame) for one in delivered] == [(one.seq, one.frame) for one in posted]
    assert numbers_in(room) == [1, 2]
    assert failing.tries == [False, True, True, True, False]


class LostAnswer(MysqlLane):
    """A lane that stores what it is given, or not, and never hears what became of it."""

    def __init__(self, *, stores: bool) -> None:
        super().__init__(SUPPORT, Counters())
        self.stores = stores

    async def post(self, drafts: Sequence[Draft]) -> list[Result]:
        if self.stores:
            await threads.write_lane(messages_post, kind=SUPPORT, drafts=drafts, retrying=False)
        raise OSError("the answer was lost")


@pytest.mark.parametrize("stores", [True, False])
def test_what_a_lane_may_have_stored_is_looked_for(owner: User, room: Room, stores: bool) -> None:
    async def scenario() -> list[Result]:
        async with running([]) as queue:
            drafts = [written(room.pk, owner, "a"), written(room.pk, owner, "b")]
            return await queue.post_group(LostAnswer(stores=stores), drafts)

    posted = asyncio.run(scenario())
    assert [one.seq for one in posted if isinstance(one, Posted)] == [1, 2]
    assert numbers_in(room) == [1, 2]


def test_after_its_patience_the_writer_says_so_and_goes_on(
    owner: User, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue_module, "RETRY_SECONDS", 0.5)
    failing = Failing(1_000, after_commit=False)
    monkeypatch.setattr(queue_module, "messages_post", failing)

    async def scenario() -> Posted:
        async with running([]) as queue:
            with pytest.raises(Unavailable):
                await queue.post(written(room.pk, owner, "a"))
            failing.failures = 0
            return await queue.post(written(room.pk, owner, "b"))

    assert asyncio.run(scenario()).seq == 1
    assert len(failing.tries) > 2


def test_beyond_a_bound_messages_are_refused_at_once_and_the_others_are_stored(
    owner: User, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue_module, "LONGEST_QUEUE", 10)
    monkeypatch.setattr(queue_module, "LARGEST_GROUP", 4)
    go_on = threading.Event()

    def stuck(*, kind: RoomKind, drafts: list[Draft], retrying: bool) -> list[Result]:
        assert go_on.wait(30)
        return messages_post(kind=kind, drafts=drafts, retrying=retrying)

    monkeypatch.setattr(queue_module, "messages_post", stuck)

    async def scenario() -> None:
        async with running([]) as queue:
            stored = [queue.post(written(room.pk, owner, str(number))) for number in range(10)]
            refused = [queue.post(written(room.pk, owner, "too many")) for _ in range(5)]
            for one in refused:
                with pytest.raises(Overloaded):
                    await one
            assert not any(one.done() for one in stored)
            go_on.set()
            assert [(await one).seq for one in stored] == list(range(1, 11))
            assert (await queue.post(written(room.pk, owner, "room again"))).seq == 11

    asyncio.run(scenario())
    assert not Message.objects.filter(body="too many").exists()


@pytest.fixture
def locked() -> Iterator[Callable[[], contextlib.AbstractContextManager[None]]]:
    """Holds SQLite's one write lock from another connection; the writers wait only a moment."""

    def impatient() -> None:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout = 10")

    def forget() -> None:
        connection.close()

    @contextlib.contextmanager
    def hold() -> Iterator[None]:
        other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            other.execute("ROLLBACK")
            other.close()

    asyncio.run(threads.write(impatient))
    yield hold
    asyncio.run(threads.write(forget))


@pytest.mark.sqlite
def test_a_locked_database_is_waited_for(
    owner: User,
    room: Room,
    locked: Callable[[], contextlib.AbstractContextManager[None]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tries = Failing(0, after_commit=False)
    monkeypatch.setattr(queue_module, "messages_post", tries)
    delivered: list[Posted] = []

    async def scenario() -> Posted:
        async with running(delivered) as queue:
            with locked():
                posting = queue.post(written(room.pk, owner, "a"))
                await until(lambda: len(tries.tries) >= 3)
                assert not posting.done()
            return await posting

    assert asyncio.run(scenario()).seq == 1
    assert len(delivered) == 1
    assert numbers_in(room) == [1]


@pytest.mark.mariadb
@pytest.mark.mysql
@pytest.mark.parametrize("moment", ["before the commit", "after the commit"])
def test_a_connection_killed_in_the_middle_costs_no_message_and_repeats_none(
    owner: User,
    room: Room,
    killed_connections: Callable[[int], None],
    monkeypatch: pytest.MonkeyPatch,
    moment: str,
) -> None:
    kills = [1, 2]
    delivered: list[Posted] = []

    def meddled(*, kind: RoomKind, drafts: list[Draft], retrying: bool) -> list[Result]:
        with contextlib.ExitStack() as stack:
            if kills:
                kills.pop()
                patch = stack.enter_context(pytest.MonkeyPatch.context())
                patch.setattr(connection, "commit", lose_at_commit(connection.commit))
            return messages_post(kind=kind, drafts=drafts, retrying=retrying)

    def lose_at_commit(commit: Callable[[], None]) -> Callable[[], None]:
        def lose() -> None:
            if moment == "after the commit":
                commit()
            with connection.cursor() as cursor:
                cursor.execute("SELECT CONNECTION_ID()")
                killed_connections(cursor.fetchone()[0])
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")

        return lose

    monkeypatch.setattr(queue_module, "messages_post", meddled)

    async def scenario() -> list[Posted]:
        async with running(delivered) as queue:
            drafts = [written(room.pk, owner, str(number)) for number in range(5)]
            return await asyncio.gather(*map(queue.post, drafts))

    posted = asyncio.run(scenario())
    assert not kills
    assert [one.seq for one in posted] == [1, 2, 3, 4, 5]
    assert [one.seq for one in delivered] == [1, 2, 3, 4, 5]
    assert numbers_in(room) == [1, 2, 3, 4, 5]
