"""A queue that is stopped and started again takes nothing over from before."""

import asyncio
from collections.abc import Iterator

import pytest

from rip.accounts.models import User
from rip.chat.messages import queue as queue_module
from rip.chat.messages.drafts import Draft, Posted
from rip.chat.messages.queue import MessageQueue
from rip.core.database import threads
from rip.core.errors import Unavailable
from rip.core.work import group_commit
from rip.support.kind import SUPPORT
from rip.support.models import Message, Room
from rip.support.rooms.rooms import room_open
from tests.chat.live.members import post_elsewhere
from tests.chat.messages.holding import Database
from tests.chat.rooms import numbers_in, written
from tests.kit.waiting import PATIENCE_SECONDS

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def database(monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    database = Database()
    monkeypatch.setattr(queue_module, "messages_post", database)
    # A group that others may join would wait for good: a stop must end that.
    monkeypatch.setattr(group_commit, "JOIN_SECONDS", 1_000.0)
    yield database
    database.going_on.set()


def drafts(room: Room, author: User, count: int) -> list[Draft]:
    return [written(room.pk, author, str(number)) for number in range(count)]


@pytest.mark.parametrize("lanes", [1, threads.LANES])
def test_groups_of_before_and_after_a_restart_are_never_one(
    owner: User, room: Room, database: Database, lanes: int
) -> None:
    async def scenario() -> None:
        queue = MessageQueue(SUPPORT, lambda _: None, lanes=lanes, inline=False)
        queue.start()
        database.going_on.clear()
        before = [queue.post(draft) for draft in drafts(room, owner, 1)]
        await asyncio.to_thread(database.asked.wait, 30)
        before += [queue.post(draft) for draft in drafts(room, owner, 4)]
        stopping = asyncio.create_task(queue.stop())
        await asyncio.sleep(0)
        database.going_on.set()
        async with asyncio.timeout(PATIENCE_SECONDS):
            await stopping
            # Stopped means: whoever was taken in has their answer.
            assert [(one.done(), one.result().seq) for one in before] == [
                (True, seq) for seq in range(1, 6)
            ]
            assert database.sizes == [1, 4]
            queue.start()
            after = await asyncio.gather(*map(queue.post, drafts(room, owner, 3)))
            await queue.stop()
        assert [one.seq for one in after] == [6, 7, 8]

    asyncio.run(scenario())
    assert database.sizes == [1, 4, 3]
    assert numbers_in(room) == list(range(1, 9))


def test_what_was_refused_while_stopped_is_not_stored_after_a_start(
    owner: User, room: Room, database: Database
) -> None:
    async def scenario() -> None:
        queue = MessageQueue(SUPPORT, lambda _: None, lanes=1, inline=False)
        queue.start()
        await queue.post(written(room.pk, owner, "before"))
        await queue.stop()
        refused = queue.post(written(room.pk, owner, "refused"))
        assert refused.done()
        with pytest.raises(Unavailable):
            await refused
        queue.start()
        await queue.post(written(room.pk, owner, "after"))
        await queue.stop()

    asyncio.run(scenario())
    assert list(Message.objects.order_by("seq").values_list("body", flat=True)) == [
        "before",
        "after",
    ]


def test_a_room_that_was_being_stored_at_a_stop_that_failed_is_free_after_a_start(
    owner: User, stranger: User, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    other_room = room_open(owner=stranger)

    def surprise(**_: object) -> None:
        raise RuntimeError("a surprise")

    async def scenario() -> list[Posted]:
        queue = MessageQueue(SUPPORT, lambda _: None, lanes=threads.LANES, inline=False)
        queue.start()
        with monkeypatch.context() as patch:
            patch.setattr(queue_module, "messages_post", surprise)
            failing = queue.post(written(room.pk, owner))
            await queue.stop()
            with pytest.raises(RuntimeError):
                await failing
        queue.start()
        async with asyncio.timeout(PATIENCE_SECONDS):
            posts = [written(room.pk, owner), written(other_room.pk, stranger)] * 2
            posted = await asyncio.gather(*map(queue.post, posts))
            await queue.stop()
        return posted

    assert [one.seq for one in asyncio.run(scenario())] == [1, 1, 1, 1]


@pytest.mark.mariadb
@pytest.mark.mysql
def test_what_others_posted_between_a_stop_and_a_start_is_counted(owner: User, room: Room) -> None:
    async def scenario() -> list[int]:
        queue = MessageQueue(SUPPORT, lambda _: None)
        seqs = []
        for _ in range(3):
            queue.start()
            seqs += [(await queue.post(written(room.pk, owner))).seq for _ in range(2)]
            await queue.stop()
            await post_elsewhere(written(room.pk, owner))
        return seqs

    assert asyncio.run(scenario()) == [1, 2, 4, 5, 7, 8]
