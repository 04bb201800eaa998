"""A periodic job runs again and again while its block runs, whatever becomes of it."""

import asyncio
import random
from collections.abc import Coroutine
from typing import Any

import pytest
from structlog.testing import capture_logs

from rip.core.errors import Unavailable
from rip.core.work.periodic import periodically


def run(scenario: Coroutine[Any, Any, None]) -> None:
    asyncio.run(asyncio.wait_for(scenario, 30))


class Job:
    """Counts its runs; some of them fail."""

    def __init__(self, *ends: Exception | None) -> None:
        self.runs = 0
        self.enough = asyncio.Event()
        self._ends = ends

    async def __call__(self) -> None:
        self.runs += 1
        if self.runs > len(self._ends):
            self.enough.set()
            return
        if (error := self._ends[self.runs - 1]) is not None:
            raise error


def test_a_job_runs_until_its_block_ends() -> None:
    async def scenario() -> None:
        job = Job(None, None)
        async with periodically("job_failed", job, every=(0, 0)):
            await job.enough.wait()
        runs = job.runs
        assert runs >= 3
        for _ in range(20):
            await asyncio.sleep(0)
        assert job.runs == runs

    run(scenario())


def test_a_run_that_fails_is_logged_under_the_jobs_name_and_the_next_one_runs() -> None:
    async def scenario() -> None:
        job = Job(Unavailable(), ValueError("odd"), None)
        with capture_logs() as logged:
            async with periodically("job_failed", job, every=(0, 0)):
                await job.enough.wait()
        assert [(line["event"], line["log_level"]) for line in logged] == [
            ("job_failed", "warning"),
            ("job_failed", "error"),
        ]

    run(scenario())


def test_a_run_that_is_going_on_ends_with_the_block() -> None:
    async def scenario() -> None:
        begun, ends = asyncio.Event(), []

        async def endless() -> None:
            begun.set()
            try:
                await asyncio.Event().wait()
            finally:
                await asyncio.sleep(0)
                ends.append("cleaned up")

        async with periodically("job_failed", endless, every=(0, 0)):
            await begun.wait()
        assert ends == ["cleaned up"]

    run(scenario())


def test_what_the_block_raises_is_raised_and_the_job_ends() -> None:
    async def scenario() -> None:
        job, others = Job(), asyncio.all_tasks()

        async def fail() -> None:
            async with periodically("job_failed", job, every=(0, 0)):
                await job.enough.wait()
                raise ValueError("of the block")

        with pytest.raises(ValueError, match="of the block"):
            await fail()
        assert asyncio.all_tasks() == others

    run(scenario())


def test_it_pauses_before_each_run_for_a_time_within_its_bounds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def scenario() -> None:
        job, bounds = Job(None), []

        def choose(least: float, most: float) -> float:
            bounds.append((least, most, job.runs))
            return 0.0

        monkeypatch.setattr(random, "uniform", choose)
        async with periodically("job_failed", job, every=(2, 3)):
            await job.enough.wait()
        assert bounds[:2] == [(2, 3, 0), (2, 3, 1)]

    run(scenario())
