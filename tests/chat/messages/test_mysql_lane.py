"""A lane with a connection of its own leaves everything unusual to the database threads."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from rip.accounts.models import User
from rip.chat.messages import mysql_lane
from rip.chat.messages.counters import Counters
from rip.chat.messages.drafts import Draft, Posted, Result
from rip.chat.messages.mysql_lane import MysqlLane, NotConnected
from rip.chat.messages.queue import MessageQueue
from rip.support.kind import SUPPORT
from rip.support.models import Room
from rip.support.rooms.rooms import room_open
from tests.chat.live.members import post_elsewhere
from tests.chat.rooms import numbers_in, post, written
from tests.kit.waiting import PATIENCE_SECONDS

# Nobody listens there.
NOBODY = {"host": "127.0.0.1", "port": 9}

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.mariadb,
    pytest.mark.mysql,
]


@asynccontextmanager
async def running() -> AsyncIterator[MessageQueue]:
    writer = MessageQueue(SUPPORT, lambda posted: None)
    writer.start()
    async with asyncio.timeout(2 * PATIENCE_SECONDS):
        yield writer
        await writer.stop()


def known(counters: Counters, *rooms: Room) -> list[int | None]:
    newest = counters.take([room.pk for room in rooms])
    counters.store(newest)
    return [newest.get(room.pk) for room in rooms]


async def connection_number(lane: MysqlLane) -> int:
    async with lane.connection.cursor() as cursor:
        await cursor.execute("SELECT CONNECTION_ID()")
        (number,) = await cursor.fetchone()
        return int(number)


def test_a_group_is_stored_as_a_database_thread_stores_it(owner: User, room: Room) -> None:
    async def scenario() -> list[object]:
        lane = MysqlLane(SUPPORT, Counters())
        results = await lane.post([written(room.pk, owner, "Кто это? 🐾", "id-1")] * 2)
        results += await lane.post(
            [written(987654321, owner, "a"), written(room.pk, owner, "%s'\\\"")]
        )
        await lane.close()
        return [(one.seq, one.fresh) if isinstance(one, Posted) else type(one) for one in results]

    answers = asyncio.run(scenario())
    assert [answers[0], answers[1], answers[3]] == [(1, True), (1, False), (2, True)]
    assert [message.body for message in room.messages.order_by("seq")] == ["Кто это? 🐾", "%s'\\\""]
    room.refresh_from_db()
    assert (room.last_seq, room.last_owner_seq) == (2, 2)
    assert post(room, owner).seq == 3


def test_a_repeat_of_what_is_stored_is_answered_with_the_original(owner: User, room: Room) -> None:
    post(room, owner, "a", "id-1")

    async def scenario() -> list[Posted]:
        async with running() as writer:
            drafts = [written(room.pk, owner, "b", "id-2"), written(room.pk, owner, "a", "id-1")]
            return await asyncio.gather(*map(writer.post, drafts))

    fresh, repeat = asyncio.run(scenario())
    assert (fresh.seq, fresh.fresh, repeat.seq, repeat.fresh) == (2, True, 1, False)
    assert numbers_in(room) == [1, 2]


def test_a_room_that_another_process_has_posted_to_goes_on_from_there(
    owner: User, stranger: User, room: Room
) -> None:
    other_room = room_open(owner=stranger)

    async def scenario() -> list[Posted]:
        counters = Counters()
        lane = MysqlLane(SUPPORT, counters)
        results = await lane.post(
            [written(room.pk, owner, "a"), written(other_room.pk, stranger, "a")]
        )
        assert known(counters, room, other_room) == [1, 1]
        await post_elsewhere(written(room.pk, owner, "elsewhere"))
        results += await lane.post(
            [written(room.pk, owner, "b"), written(other_room.pk, stranger, "b")]
        )
        assert known(counters, room, other_room) == [3, 2]
        await lane.close()
        return [one for one in results if isinstance(one, Posted)]

    assert [one.seq for one in asyncio.run(scenario())] == [1, 1, 3, 2]
    assert numbers_in(room) == [1, 2, 3]


def test_a_counter_does_not_outlive_a_group_that_failed(owner: User, room: Room) -> None:
    post(room, owner, "a", "id-1")

    async def scenario() -> Counters:
        counters = Counters()
        counters.store({room.pk: 1})
        lane = MysqlLane(SUPPORT, counters)
        with pytest.raises(Exception, match="id-1"):
            await lane.post([written(room.pk, owner, "a", "id-1")])
        return counters

    assert known(asyncio.run(scenario()), room) == [None]
    assert numbers_in(room) == [1]


@pytest.mark.parametrize("committed", [True, False])
def test_a_group_whose_connection_was_lost_is_stored_once(
    owner: User,
    room: Room,
    killed_connections: Callable[[int], None],
    monkeypatch: pytest.MonkeyPatch,
    committed: bool,
) -> None:
    append = MysqlLane.append

    async def lose(lane: MysqlLane, drafts: list[Draft]) -> list[Result]:
        results = await append(lane, drafts) if committed else []
        killed_connections(await connection_number(lane))
        return results + await append(lane, drafts)

    async def scenario() -> Posted:
        async with running() as writer:
            first = writer.post(written(room.pk, owner, "a"))
            with monkeypatch.context() as patch:
                patch.setattr(MysqlLane, "append", lose)
                await first
            return await writer.post(written(room.pk, owner, "b"))

    assert asyncio.run(scenario()).seq == 2
    assert numbers_in(room) == [1, 2]


def test_without_the_connection_messages_are_stored_all_the_same(
    owner: User, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        mysql_lane, "connection_parameters", lambda: {"host": "127.0.0.1", "port": 9}
    )

    async def scenario() -> list[Posted]:
        async with running() as writer:
            return [await writer.post(written(room.pk, owner, "a")) for _ in range(3)]

    assert [one.seq for one in asyncio.run(scenario())] == [1, 2, 3]


def test_a_connection_that_could_not_be_made_is_not_tried_at_once_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        mysql_lane, "connection_parameters", lambda: {"host": "127.0.0.1", "port": 9}
    )

    async def scenario() -> None:
        lane = MysqlLane(SUPPORT, Counters())
        with pytest.raises(Exception, match=r"127\.0\.0\.1"):
            await lane.post([])
        with pytest.raises(NotConnected):
            await lane.post([])

    asyncio.run(scenario())
