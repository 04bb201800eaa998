"""Callers share a result, but never one that is older than it may be."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from rip.core.work.coalesce import BatchLoader, CoalescedCheck, SingleFlight
from tests.kit.waiting import turns

T = TypeVar("T")


class Clock:
    """Answers when it is let to, with the time at which it was asked."""

    def __init__(self) -> None:
        self.time = 0
        self.asked: list[int] = []
        self.may_answer = asyncio.Event()

    async def ask(self) -> int:
        asked = self.time
        self.asked.append(asked)
        await self.may_answer.wait()
        return asked


def test_who_comes_while_it_is_asked_waits_for_the_next_time_together() -> None:
    async def scenario() -> None:
        clock = Clock()
        check = CoalescedCheck(clock.ask)
        first = [asyncio.create_task(check.result()) for _ in range(3)]
        await turns()
        clock.time = 1
        later = [asyncio.create_task(check.result()) for _ in range(3)]
        await turns()
        assert clock.asked == [0]
        clock.may_answer.set()
        assert await asyncio.gather(*first, *later) == [0, 0, 0, 1, 1, 1]
        assert clock.asked == [0, 1]

    asyncio.run(scenario())


def test_who_gives_up_takes_nothing_from_the_others() -> None:
    async def scenario(share: Callable[[Clock], Callable[[], Awaitable[int]]]) -> None:
        clock = Clock()
        ask = share(clock)
        waiting = [asyncio.ensure_future(ask()) for _ in range(3)]
        await turns()
        waiting[0].cancel()
        await turns()
        clock.may_answer.set()
        assert await asyncio.gather(*waiting[1:]) == [0, 0]

    def by_key(clock: Clock) -> Callable[[], Awaitable[int]]:
        work = SingleFlight()
        return lambda: work.do("key", clock.ask)

    asyncio.run(scenario(lambda clock: CoalescedCheck(clock.ask).result))
    asyncio.run(scenario(by_key))


def test_an_error_is_everyones_and_the_next_time_is_new() -> None:
    async def scenario() -> None:
        fail = True

        async def ask() -> int:
            await asyncio.sleep(0)
            if fail:
                raise ValueError("now")
            return 7

        check, work = CoalescedCheck(ask), SingleFlight()
        for share in (check.result, lambda: work.do("key", ask)):
            fail = True
            results = await asyncio.gather(share(), share(), return_exceptions=True)
            assert [type(result) for result in results] == [ValueError, ValueError]
            fail = False
            await turns()
            assert await share() == 7

    asyncio.run(scenario())


def test_work_is_done_once_for_all_who_wait_and_again_for_who_comes_later() -> None:
    async def scenario() -> None:
        clock = Clock()
        work = SingleFlight()
        both = [asyncio.create_task(work.do("a", clock.ask)) for _ in range(2)]
        other = asyncio.create_task(work.do("b", clock.ask))
        await turns()
        assert len(work) == 2
        clock.may_answer.set()
        assert await asyncio.gather(*both, other) == [0, 0, 0]
        await turns()
        assert len(work) == 0
        clock.time = 1
        assert await work.do("a", clock.ask) == 1
        assert clock.asked == [0, 0, 1]

    asyncio.run(scenario())


def test_work_that_is_done_is_not_given_again() -> None:
    """Its result costs no time, so who asked for it again and again would stop everything."""

    async def scenario() -> None:
        clock, work = Clock(), SingleFlight()
        later: list[asyncio.Task[int]] = []

        async def asked_again_at_its_end() -> int:
            # It comes to ask between the end of this and the moment this is forgotten.
            later.append(asyncio.create_task(work.do("key", clock.ask)))
            return -1

        assert await work.do("key", asked_again_at_its_end) == -1
        await turns()
        # That the first is forgotten must not make the second forgotten.
        later.append(asyncio.create_task(work.do("key", clock.ask)))
        await turns()
        clock.may_answer.set()
        assert await asyncio.gather(*later) == [0, 0]
        assert clock.asked == [0]

    asyncio.run(scenario())


class Loads:
    """The runs of a batch: the keys that each was given."""

    def __init__(self) -> None:
        self.runs: list[list[int]] = []
        self.may_answer = asyncio.Event()
        self.fails = False

    async def __call__(self, keys: list[int]) -> str:
        self.runs.append(sorted(keys))
        await self.may_answer.wait()
        if self.fails:
            raise ValueError("away")
        return f"run {len(self.runs)}"


def test_a_run_takes_so_many_keys_in_the_order_of_the_callers() -> None:
    async def scenario() -> None:
        loads = Loads()
        batch = BatchLoader(loads, 3)
        callers = [[1, 2], [3], [4], [5, 6, 7, 8], [9], [9, 10]]
        waiting = [asyncio.create_task(batch.load(keys)) for keys in callers]
        loads.may_answer.set()
        results = await asyncio.gather(*waiting)
        # More than fit come alone; a key that two callers want is loaded once.
        assert loads.runs == [[1, 2, 3], [4], [5, 6, 7, 8], [9, 10]]
        assert results == ["run 1", "run 1", "run 2", "run 3", "run 4", "run 4"]

    asyncio.run(asyncio.wait_for(scenario(), 30))


def test_an_error_reaches_the_callers_beside_one_who_gave_up() -> None:
    async def scenario() -> None:
        loads = Loads()
        loads.fails = True
        batch = BatchLoader(loads, 10)
        waiting = [asyncio.create_task(batch.load([key])) for key in range(3)]
        await turns()
        waiting[0].cancel()
        await turns()
        loads.may_answer.set()
        results = await asyncio.gather(*waiting[1:], return_exceptions=True)
        assert [type(result) for result in results] == [ValueError, ValueError]
        loads.fails = False
        assert await batch.load([7]) == "run 2"

    asyncio.run(asyncio.wait_for(scenario(), 30))


def test_work_that_ended_with_its_loop_before_its_first_step_is_begun_again() -> None:
    async def ended(ask: Callable[[], Awaitable[object]]) -> None:
        asking = asyncio.ensure_future(ask())
        await asyncio.sleep(0)
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()
        await asyncio.gather(asking, return_exceptions=True)

    async def answered(ask: Callable[[], Awaitable[T]]) -> T:
        return await asyncio.wait_for(ask(), 5)

    async def name_of(keys: list[int]) -> dict[int, str]:
        return {key: str(key) for key in keys}

    async def one() -> int:
        return 1

    check = CoalescedCheck(one)
    asyncio.run(ended(check.result))
    assert asyncio.run(answered(check.result)) == 1
    batch = BatchLoader(name_of, 10)
    asyncio.run(ended(lambda: batch.load([1])))
    assert {2: "2"}.items() <= asyncio.run(answered(lambda: batch.load([2]))).items()
    work = SingleFlight()
    asyncio.run(ended(lambda: work.do("key", one)))
    assert asyncio.run(answered(lambda: work.do("key", one))) == 1
