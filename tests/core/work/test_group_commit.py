"""Items are stored in groups, in order, and nobody hears before the commit."""

import asyncio
import contextvars
from collections.abc import Callable, Coroutine
from typing import Any

import pytest
from structlog.testing import capture_logs

from rip.core.errors import Unavailable
from rip.core.work import group_commit
from rip.core.work.group_commit import GroupCommit, JoinWindow
from tests.kit.waiting import turns


@pytest.fixture(autouse=True)
def _for_good(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(group_commit, "JOIN_SECONDS", 1_000.0)


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those who wait are joined for a moment only."""
    monkeypatch.setattr(group_commit, "JOIN_SECONDS", 0.001)


def run(scenario: Coroutine[Any, Any, None]) -> None:
    asyncio.run(asyncio.wait_for(scenario, 30))


async def begun(wait: Coroutine[Any, Any, None]) -> "asyncio.Task[None]":
    task = asyncio.create_task(wait)
    await asyncio.sleep(0)
    return task


@pytest.mark.parametrize("waiting", [0, 5, 6])
def test_nothing_is_awaited_where_nobody_waits_or_the_group_is_full(waiting: int) -> None:
    run(JoinWindow(5).open(waiting, answered=3))


def test_as_many_as_were_answered_are_enough() -> None:
    async def scenario() -> None:
        here = JoinWindow(50)
        task = await begun(here.open(2, answered=3))
        for waiting in (3, 4):
            here.arrived(waiting)
            await asyncio.sleep(0)
            assert not task.done()
        here.arrived(5)
        await task

    run(scenario())


def test_no_more_than_a_group_takes_are_awaited() -> None:
    async def scenario() -> None:
        here = JoinWindow(4)
        task = await begun(here.open(2, answered=30))
        here.arrived(3)
        await asyncio.sleep(0)
        assert not task.done()
        here.arrived(4)
        await task

    run(scenario())


@pytest.mark.usefixtures("soon")
def test_it_ends_though_nobody_comes() -> None:
    run(JoinWindow(4).open(1, answered=1))


def test_it_can_be_ended() -> None:
    async def scenario() -> None:
        here = JoinWindow(4)
        task = await begun(here.open(1, answered=1))
        here.close()
        await task

    run(scenario())


def test_arrivals_of_another_time_do_not_end_the_next_wait() -> None:
    async def scenario() -> None:
        here = JoinWindow(50)
        task = await begun(here.open(1, answered=1))
        here.arrived(2)
        await task
        here.arrived(2)
        task = await begun(here.open(1, answered=1))
        await turns()
        assert not task.done()
        here.close()
        await task

    run(scenario())


def test_it_serves_one_event_loop_after_another() -> None:
    here = JoinWindow(50)

    async def scenario() -> None:
        task = await begun(here.open(1, answered=1))
        here.arrived(2)
        await task

    run(scenario())
    run(scenario())


class Store:
    """Stores each group when it is let to, and gives ten times each item."""

    def __init__(self) -> None:
        self.groups: list[list[int]] = []
        self.going_on = asyncio.Event()

    async def __call__(self, items: list[int]) -> list[int | Exception]:
        self.groups.append(items)
        await self.going_on.wait()
        return [ValueError(item) if item < 0 else item * 10 for item in items]


class Overloaded(Unavailable):
    pass


@pytest.mark.usefixtures("soon")
def test_items_that_arrive_together_are_stored_together_in_order() -> None:
    async def scenario() -> None:
        store = Store()
        store.going_on.set()
        commits = GroupCommit(store, largest=4, queue=100)
        results = await asyncio.gather(*map(commits.post, range(10)))
        assert results == [item * 10 for item in range(10)]
        assert store.groups == [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9]]

    run(scenario())


@pytest.mark.usefixtures("soon")
def test_a_result_is_given_after_the_group_is_stored_and_an_error_to_its_item_alone() -> None:
    async def scenario() -> None:
        store = Store()
        commits = GroupCommit(store, largest=4, queue=100)
        results: dict[int, int | Exception] = {}
        for item in (1, -2, 3):
            commits.submit(item, results.__setitem__)
        await turns()
        assert (store.groups, results) == ([[1, -2, 3]], {})
        store.going_on.set()
        assert await commits.post(4) == 40
        assert isinstance(results.pop(-2), ValueError)
        assert results == {1: 10, 3: 30}

    run(scenario())


def test_what_storing_a_group_raises_is_told_to_each_and_the_next_is_stored() -> None:
    async def scenario() -> None:
        away = True

        async def store(items: list[int]) -> list[int | Exception]:
            if away:
                raise Unavailable
            return [*items]

        commits = GroupCommit(store, largest=4, queue=100)
        results = await asyncio.gather(*map(commits.post, range(3)), return_exceptions=True)
        assert [type(result) for result in results] == [Unavailable] * 3
        away = False
        assert await commits.post(7) == 7

    run(scenario())


def test_who_gives_up_takes_nothing_back() -> None:
    async def scenario() -> None:
        store = Store()
        store.going_on.set()
        commits = GroupCommit(store, largest=4, queue=100)
        commits.post(1).cancel()
        with capture_logs() as logged:
            assert await commits.post(2) == 20
        assert store.groups == [[1, 2]]
        assert logged == []

    run(scenario())


@pytest.mark.usefixtures("soon")
def test_beyond_the_bound_items_are_refused_at_once() -> None:
    async def scenario() -> None:
        store = Store()
        commits = GroupCommit(store, largest=2, queue=3, overloaded=Overloaded)
        waiting = [commits.post(item) for item in range(3)]
        with pytest.raises(Overloaded):
            await commits.post(3)
        store.going_on.set()
        assert await asyncio.gather(*waiting) == [0, 10, 20]
        assert await commits.post(4) == 40

    run(scenario())


@pytest.mark.parametrize("lanes", [1, 2])
def test_stopping_stores_what_has_arrived_and_refuses_the_rest_until_it_starts(lanes: int) -> None:
    async def scenario() -> None:
        store = Store()
        store.going_on.set()
        commits = GroupCommit(*[store] * lanes, largest=2, queue=100, key=lambda item: item)
        waiting = [commits.post(item) for item in range(5)]
        await commits.stop()
        assert [one.result() for one in waiting] == [item * 10 for item in range(5)]
        with pytest.raises(Unavailable):
            await commits.post(5)
        commits.start()
        assert await commits.post(6) == 60

    run(scenario())


@pytest.mark.parametrize("lanes", [1, 2])
def test_what_nobody_has_used_can_be_stopped(lanes: int) -> None:
    run(GroupCommit(*[Store()] * lanes, largest=2, queue=100, key=lambda item: item).stop())


def test_stopping_ends_the_wait_for_those_who_were_just_answered() -> None:
    async def scenario() -> None:
        store = Store()
        commits = GroupCommit(store, largest=4, queue=100)
        first = commits.post(1)
        await asyncio.sleep(0)
        second = commits.post(2)
        store.going_on.set()
        await first
        await turns()
        assert not second.done()
        await commits.stop()
        assert second.result() == 20

    run(scenario())


@pytest.mark.parametrize("key", [None, lambda item: item])
def test_an_item_who_was_just_answered_sends_joins_those_that_wait(
    key: Callable[[int], int] | None,
) -> None:
    async def scenario() -> None:
        store = Store()
        commits = GroupCommit(store, largest=4, queue=100, key=key)
        first = commits.post(1)
        await asyncio.sleep(0)
        second = commits.post(2)
        store.going_on.set()
        await first
        await asyncio.gather(second, commits.post(3))
        assert store.groups == [[1], [2, 3]]

    run(scenario())


def test_equal_keys_are_in_one_lane_at_a_time_and_keep_their_order() -> None:
    async def scenario() -> None:
        first, second = Store(), Store()
        commits = GroupCommit(first, second, largest=3, queue=100, key=lambda item: item % 10)
        waiting = [commits.post(item) for item in (11, 21)]
        await asyncio.sleep(0)
        waiting += [commits.post(item) for item in (31, 12, 41, 22)]
        await asyncio.sleep(0)
        assert (first.groups, second.groups) == ([[11, 21]], [[12, 22]])
        first.going_on.set()
        await waiting[2]
        assert first.groups == [[11, 21], [31, 41]]
        second.going_on.set()
        await asyncio.gather(*waiting)

    run(scenario())


def test_what_a_full_group_leaves_is_taken_by_another_lane() -> None:
    async def scenario() -> None:
        first, second = Store(), Store()
        commits = GroupCommit(first, second, largest=2, queue=100, key=lambda item: item)
        waiting = [commits.post(item) for item in range(5)]
        await asyncio.sleep(0)
        assert (first.groups, second.groups) == ([[0, 1]], [[2, 3]])
        first.going_on.set()
        second.going_on.set()
        await asyncio.gather(*waiting)

    run(scenario())


def test_it_logs_in_a_context_of_its_own() -> None:
    request: contextvars.ContextVar[int | None] = contextvars.ContextVar("request", default=None)

    async def store(items: list[int]) -> list[int | Exception | None]:
        return [request.get() for _ in items]

    async def scenario() -> None:
        request.set(1)
        commits: GroupCommit[int, int | None] = GroupCommit(store, largest=2, queue=100)
        assert await commits.post(1) is None

    run(scenario())


def test_items_are_stored_in_one_event_loop_after_another() -> None:
    store = Store()
    commits = GroupCommit(store, largest=4, queue=100)

    async def cut_off() -> None:
        commits.post(1)
        await asyncio.sleep(0)

    async def scenario() -> None:
        assert await commits.post(2) == 20

    run(cut_off())
    store.going_on = asyncio.Event()
    store.going_on.set()
    run(scenario())


@pytest.mark.parametrize("lanes", [1, 2])
def test_a_callback_that_raises_leaves_the_others_of_its_group_and_the_lane_alone(
    lanes: int,
) -> None:
    async def scenario() -> None:
        store = Store()
        store.going_on.set()
        commits = GroupCommit(*[store] * lanes, largest=4, queue=100, key=lambda item: item)

        def fails(item: int, result: object) -> None:
            raise ValueError(item)

        commits.submit(1, fails)
        assert await commits.post(2) == 20
        assert await commits.post(1) == 10
        await commits.stop()

    run(scenario())
