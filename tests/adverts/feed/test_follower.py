"""The follower learns each change once, and tells all who subscribed."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from rip.accounts.models import User
from rip.adverts.feed import follower as module
from rip.adverts.feed.follower import BoardFollower
from rip.adverts.models import AdvertChange, AdvertLog
from rip.adverts.writing import commands
from rip.adverts.writing.commands import AdvertValues
from tests.kit.waiting import PATIENCE_SECONDS

pytestmark = pytest.mark.django_db(transaction=True)


@asynccontextmanager
async def running() -> AsyncIterator[BoardFollower]:
    follower = BoardFollower()
    follower.start()
    async with asyncio.timeout(PATIENCE_SECONDS):
        yield follower
    follower.stop()
    follower.close()


@pytest.mark.parametrize("is_inline", [True, False])
def test_each_change_is_told_once_in_order(
    owner: User, values: AdvertValues, is_inline: bool
) -> None:
    told: list[int] = []

    def post() -> int:
        return commands.advert_create(user=owner, values=values).seq

    async def scenario() -> None:
        async with running() as follower:
            if not is_inline:
                follower.look.reader = None
            await follower.catch_up()
            follower.subscribe(on_changes=lambda changes: told.extend(one.seq for one in changes))
            seqs = [await asyncio.to_thread(post) for _ in range(3)]
            results = await asyncio.gather(*[follower.catch_up() for _ in range(5)])
            assert results == [seqs[-1]] * 5
            seqs.append(await asyncio.to_thread(post))
            assert await follower.catch_up() == seqs[-1]
            assert told == seqs

    asyncio.run(scenario())


def test_a_log_that_began_anew_is_told(owner: User, values: AdvertValues) -> None:
    restarts: list[int] = []

    def begin_anew() -> None:
        AdvertChange.objects.all().delete()
        AdvertLog.objects.update(last_seq=1)

    async def scenario() -> None:
        async with running() as follower:
            for _ in range(3):
                await asyncio.to_thread(commands.advert_create, user=owner, values=values)
            await follower.catch_up()
            follower.subscribe(on_restart=lambda: restarts.append(follower.number))
            await asyncio.to_thread(begin_anew)
            assert await follower.catch_up() == 1

    asyncio.run(scenario())
    assert restarts == [1]


def test_commits_of_this_process_are_told_though_nobody_reads(
    owner: User, values: AdvertValues
) -> None:
    async def scenario() -> None:
        written = asyncio.Event()
        async with running() as follower:
            follower.subscribe(on_written=written.set)
            await asyncio.to_thread(commands.advert_create, user=owner, values=values)
            await written.wait()
            # Nobody waits for the number, so nothing is read.
            assert follower.number == 0

    asyncio.run(scenario())


def test_who_waits_for_a_number_is_woken_when_it_is_passed(
    owner: User, values: AdvertValues, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "CHECK_SECONDS", 1_000.0)

    async def scenario() -> None:
        async with running() as follower:
            number = await follower.catch_up()
            next_one, one_after, given_up = (
                follower.beyond(number),
                follower.beyond(number + 1),
                follower.beyond(number),
            )
            given_up.cancel()
            await asyncio.to_thread(commands.advert_create, user=owner, values=values)
            await next_one
            assert not one_after.done()
            await asyncio.sleep(0)
            assert follower.waiting == 1
            follower.release()
            await one_after

    asyncio.run(scenario())
