"""A result that holds for some seconds is made once for all who ask within them."""

import asyncio

import pytest

from rip.core.work.coalesce import Remembered
from tests.kit.waiting import turns


class Work:
    """Answers with how often it was done, or fails."""

    def __init__(self) -> None:
        self.now = 100.0
        self.times = 0
        self.fails = False
        self.may_end = asyncio.Event()
        self.may_end.set()

    async def __call__(self) -> int:
        self.times += 1
        await self.may_end.wait()
        if self.fails:
            raise ValueError("now")
        return self.times

    def remembered(self) -> Remembered[int]:
        return Remembered(self, seconds=1.0, clock=lambda: self.now)


def test_it_is_done_again_when_the_seconds_are_over() -> None:
    async def scenario() -> None:
        work = Work()
        remembered = work.remembered()
        assert [await remembered.get(), await remembered.get()] == [1, 1]
        work.now += 0.9
        assert await remembered.get() == 1
        work.now += 0.1
        assert await remembered.get() == 2

    asyncio.run(scenario())


def test_who_asks_at_once_waits_for_one_and_may_give_up_alone() -> None:
    async def scenario() -> None:
        work = Work()
        remembered = work.remembered()
        work.may_end.clear()
        asking = [asyncio.create_task(remembered.get()) for _ in range(3)]
        await turns()
        asking[0].cancel()
        await turns()
        # Its seconds begin when it is done.
        work.now += 10
        asking.append(asyncio.create_task(remembered.get()))
        await turns()
        work.may_end.set()
        assert await asyncio.gather(*asking[1:]) == [1, 1, 1]
        assert await remembered.get() == 1

    asyncio.run(scenario())


def test_an_error_holds_as_long() -> None:
    async def scenario() -> None:
        work = Work()
        remembered = work.remembered()
        work.fails = True
        for _ in range(2):
            with pytest.raises(ValueError, match="now"):
                await remembered.get()
        assert work.times == 1
        work.fails = False
        work.now += 1
        assert await remembered.get() == 2

    asyncio.run(scenario())


def test_an_event_loop_that_ended_meanwhile_leaves_nothing_behind() -> None:
    async def hang() -> int:
        await asyncio.Event().wait()
        return 0

    async def answer() -> int:
        return 7

    works = iter([hang, answer])

    async def work() -> int:
        return await next(works)()

    remembered = Remembered(work, seconds=1.0)

    async def give_up() -> None:
        asking = asyncio.create_task(remembered.get())
        await turns()
        asking.cancel()

    asyncio.run(give_up())
    assert asyncio.run(remembered.get()) == 7
