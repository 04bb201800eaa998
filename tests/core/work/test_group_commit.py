"""Waiting for those who were just answered ends with the last of them, or soon."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest

from rip.core.work import group_commit
from rip.core.work.group_commit import Gathering


@pytest.fixture(autouse=True)
def _for_good(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(group_commit, "SECONDS", 1_000.0)


def run(scenario: Coroutine[Any, Any, None]) -> None:
    asyncio.run(asyncio.wait_for(scenario, 30))


async def begun(wait: Coroutine[Any, Any, None]) -> "asyncio.Task[None]":
    task = asyncio.create_task(wait)
    await asyncio.sleep(0)
    return task


@pytest.mark.parametrize("waiting", [0, 5, 6])
def test_nothing_is_awaited_where_nobody_waits_or_the_group_is_full(waiting: int) -> None:
    run(Gathering(5).of(waiting, answered=3))


def test_as_many_as_were_answered_are_enough() -> None:
    async def scenario() -> None:
        here = Gathering(50)
        task = await begun(here.of(2, answered=3))
        for waiting in (3, 4):
            here.arrived(waiting)
            await asyncio.sleep(0)
            assert not task.done()
        here.arrived(5)
        await task

    run(scenario())


def test_no_more_than_a_group_takes_are_awaited() -> None:
    async def scenario() -> None:
        here = Gathering(4)
        task = await begun(here.of(2, answered=30))
        here.arrived(3)
        await asyncio.sleep(0)
        assert not task.done()
        here.arrived(4)
        await task

    run(scenario())


def test_it_ends_though_nobody_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(group_commit, "SECONDS", 0.001)
    run(Gathering(4).of(1, answered=1))


def test_it_can_be_ended() -> None:
    async def scenario() -> None:
        here = Gathering(4)
        task = await begun(here.of(1, answered=1))
        here.end()
        await task

    run(scenario())


def test_arrivals_of_another_time_do_not_end_the_next_wait() -> None:
    async def scenario() -> None:
        here = Gathering(50)
        task = await begun(here.of(1, answered=1))
        here.arrived(2)
        await task
        here.arrived(2)
        task = await begun(here.of(1, answered=1))
        await asyncio.sleep(0.01)
        assert not task.done()
        here.end()
        await task

    run(scenario())


def test_it_serves_one_event_loop_after_another() -> None:
    here = Gathering(50)

    async def scenario() -> None:
        task = await begun(here.of(1, answered=1))
        here.arrived(2)
        await task

    run(scenario())
    run(scenario())
