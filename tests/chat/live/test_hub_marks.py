"""Read marks on their way to the database: kept while it is away, and stored at a stop."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest

from rip.accounts.sessions import Session
from rip.chat.live import marks as marks_module
from rip.chat.live.hub import Hub
from rip.chat.live.marks import MarkQueue
from rip.chat.messages import read_marks
from rip.chat.protocol.typed import Typed
from rip.core.errors import Unavailable
from rip.support.kind import SUPPORT
from rip.support.models import ReadMark, Room, Side
from tests.chat.live.advancing import Advance
from tests.chat.live.members import Member, running, running_hub
from tests.chat.rooms import post
from tests.kit.waiting import PATIENCE_SECONDS, until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def advance(monkeypatch: pytest.MonkeyPatch) -> Advance:
    advance = Advance()
    monkeypatch.setattr(read_marks, "read_marks_advance", advance)
    monkeypatch.setattr(marks_module, "SECONDS_BETWEEN_MARKS", 0.02)
    return advance


def stored(room: Room, side: Side = Side.SUPPORT) -> int:
    mark = ReadMark.objects.filter(room=room, side=side).first()
    return mark.seq if mark else 0


# While the database is away


def test_marks_wait_for_the_database_and_of_each_the_highest_is_stored(
    room: Room, advance: Advance
) -> None:
    advance.away = True

    async def scenario() -> None:
        async with running_hub() as (hub, _):
            hub.mark(room.pk, Side.SUPPORT, 3)
            await until(lambda: len(advance.asked) >= 2)
            hub.mark(room.pk, Side.SUPPORT, 5)
            hub.mark(room.pk, Side.SUPPORT, 4)
            hub.mark(room.pk, Side.CUSTOMER, 1)
            tries = len(advance.asked)
            await until(lambda: len(advance.asked) >= tries + 2)
            advance.away = False
            await until(lambda: advance.of(room, Side.CUSTOMER))

    asyncio.run(scenario())
    assert (stored(room), stored(room, Side.CUSTOMER)) == (5, 1)
    assert advance.asked[-1] == {(room.pk, Side.SUPPORT): 5, (room.pk, Side.CUSTOMER): 1}


def test_a_mark_that_came_during_a_failing_try_is_not_lowered_by_it(
    room: Room, advance: Advance
) -> None:
    async def scenario() -> None:
        async with running_hub() as (hub, _):
            advance.away = True
            failing = asyncio.create_task(hub.mark_now(room.pk, Side.SUPPORT, 3))
            await asyncio.sleep(0)
            hub.mark(room.pk, Side.SUPPORT, 5)
            with pytest.raises(Unavailable):
                await failing
            advance.away = False
            await until(lambda: advance.of(room))

    asyncio.run(scenario())
    assert stored(room) == 5


def test_nobody_is_told_of_a_mark_before_it_is_stored(
    room: Room, owner_session: Session, advance: Advance
) -> None:
    post(room, room.owner)
    advance.away = True

    async def scenario() -> None:
        async with running_hub() as (hub, _):
            customer = Member(hub, room, owner_session, mode=Typed())
            await customer.until_number(1)
            hub.mark(room.pk, Side.SUPPORT, 1)
            await until(lambda: len(advance.asked) >= 2)
            assert not customer.of_type("read")
            advance.away = False
            await customer.until(lambda: customer.of_type("read"))
            assert advance.of(room) == 1
            await customer.leave()

    asyncio.run(scenario())


def test_a_mark_that_was_not_stored_is_not_acknowledged_and_stored_later(
    room: Room, advance: Advance
) -> None:
    advance.away = True

    async def scenario() -> None:
        async with running_hub() as (hub, _):
            with pytest.raises(Unavailable):
                await hub.mark_now(room.pk, Side.SUPPORT, 2)
            assert advance.of(room) == 0
            advance.away = False
            await until(lambda: advance.of(room) == 2)

    asyncio.run(scenario())


def test_marks_go_on_after_one_that_was_not_stored(room: Room, advance: Advance) -> None:
    advance.away = True

    async def scenario() -> None:
        async with running_hub() as (hub, _):
            with pytest.raises(Unavailable):
                await hub.mark_now(room.pk, Side.SUPPORT, 2)
            advance.away = False
            hub.mark(room.pk, Side.SUPPORT, 3)
            await until(lambda: advance.of(room) == 3)

    asyncio.run(scenario())


def test_a_mark_that_is_acknowledged_is_stored(room: Room) -> None:
    async def scenario() -> None:
        async with running_hub() as (hub, _):
            for seq in (1, 2, 3):
                await hub.mark_now(room.pk, Side.SUPPORT, seq)
                assert await asyncio.to_thread(stored, room) == seq

    asyncio.run(scenario())


def test_a_lower_mark_that_waits_with_a_higher_one_does_not_replace_it(
    room: Room, advance: Advance
) -> None:
    async def scenario() -> None:
        async with running_hub() as (hub, _):
            hub.mark(room.pk, Side.SUPPORT, 7)
            await hub.mark_now(room.pk, Side.SUPPORT, 4)
            assert advance.asked == [{(room.pk, Side.SUPPORT): 7}]

    asyncio.run(scenario())


def test_a_mark_of_nothing_read_stays_one(room: Room, advance: Advance) -> None:
    async def scenario() -> None:
        async with running_hub() as (hub, _):
            await hub.mark_now(room.pk, Side.SUPPORT, 0)
            assert advance.asked == [{(room.pk, Side.SUPPORT): 0}]

    asyncio.run(scenario())


def test_what_comes_during_a_pause_waits_for_its_end(
    room: Room, advance: Advance, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(marks_module, "SECONDS_BETWEEN_MARKS", 1_000.0)
    spawned: list[asyncio.Task[None]] = []

    async def scenario() -> None:
        def spawn(work: Coroutine[Any, Any, None]) -> None:
            spawned.append(asyncio.create_task(work))

        marks = MarkQueue(SUPPORT, lambda *_: None, spawn)
        marks.put((room.pk, Side.SUPPORT), 1)
        await until(lambda: advance.asked)
        marks.put((room.pk, Side.SUPPORT), 2)
        [task] = spawned
        task.cancel()
        await asyncio.wait([task])
        assert advance.asked == [{(room.pk, Side.SUPPORT): 1}]

    asyncio.run(scenario())


# At a stop


def test_marks_that_wait_are_stored_when_the_hub_stops(room: Room, advance: Advance) -> None:
    async def scenario() -> None:
        async with running_hub() as (hub, _):
            hub.mark(room.pk, Side.SUPPORT, 2)
            assert not advance.asked

    asyncio.run(scenario())
    assert stored(room) == 2


def test_marks_that_come_while_the_hub_stops_are_stored(
    room: Room, operator_session: Session, advance: Advance
) -> None:
    """A last one comes when an earlier one is on its way, and the hub waits for that."""

    async def scenario() -> None:
        hub = Hub(SUPPORT)
        async with running(hub):
            hub.mark(room.pk, Side.SUPPORT, 1)
            await until(lambda: advance.asked)
            asyncio.get_running_loop().call_soon(hub.mark, room.pk, Side.SUPPORT, 2)

    asyncio.run(scenario())
    assert stored(room) == 2


def test_a_stop_does_not_wait_for_a_database_that_is_away(room: Room, advance: Advance) -> None:
    advance.away = True

    async def scenario() -> None:
        async with asyncio.timeout(PATIENCE_SECONDS), running_hub() as (hub, _):
            hub.mark(room.pk, Side.SUPPORT, 2)
            await until(lambda: len(advance.asked) >= 2)

    asyncio.run(scenario())
    assert stored(room) == 0


def test_marks_that_a_stop_could_not_store_are_stored_after_the_next_start(
    room: Room, advance: Advance
) -> None:
    advance.away = True

    async def scenario() -> None:
        hub = Hub(SUPPORT)
        async with running(hub):
            hub.mark(room.pk, Side.SUPPORT, 2)
        advance.away = False
        async with running(hub):
            await until(lambda: advance.of(room) == 2)

    asyncio.run(scenario())


def test_a_hub_that_is_started_again_stores_marks(room: Room, advance: Advance) -> None:
    async def scenario() -> None:
        hub = Hub(SUPPORT)
        async with running(hub):
            hub.mark(room.pk, Side.SUPPORT, 1)
        async with running(hub):
            hub.mark(room.pk, Side.SUPPORT, 2)
            await until(lambda: advance.of(room) == 2)

    asyncio.run(scenario())
