"""The follower tells changes without a gap, and takes no late number for that of a new log."""

import asyncio
import threading
from collections.abc import Callable

import pytest
from django.db import connections, transaction

from rip.accounts.models import User
from rip.adverts.feed.follower import BoardFollower
from rip.adverts.models import AdvertChange, AdvertLog
from rip.adverts.writing import commands
from rip.adverts.writing.commands import AdvertValues
from rip.core.database import log_follower as module
from rip.core.database import threads
from rip.core.database.inline_reads import inline_reader
from rip.core.errors import Unavailable
from tests.adverts.feed.test_follower import running
from tests.adverts.held import Held

pytestmark = pytest.mark.django_db(transaction=True)


class Told:
    """The numbers that a follower tells, and those that it begins anew at."""

    def __init__(self, follower: BoardFollower) -> None:
        self.changes: list[int] = []
        self.restarts: list[int] = []
        follower.subscribe(
            on_changes=lambda changes: self.changes.extend(one.seq for one in changes),
            on_restart=lambda: self.restarts.append(follower.number),
        )


@pytest.fixture
def post(owner: User, values: AdvertValues) -> Callable[[], int]:
    """Posts an advert; the number of that change."""
    return lambda: commands.advert_create(user=owner, values=values).seq


Post = Callable[[], int]


@pytest.mark.parametrize("is_inline", [True, False])
@pytest.mark.parametrize("missing", [0, 1, 2])
def test_nothing_is_told_of_changes_of_which_one_is_missing(
    post: Post, is_inline: bool, missing: int
) -> None:
    """The first, the last or one between: what is known of the board no longer holds."""

    async def scenario() -> None:
        async with running() as follower:
            follower.look.reader = follower.inline if is_inline else None
            await follower.catch_up()
            told = Told(follower)
            seqs = [await asyncio.to_thread(post) for _ in range(3)]
            await asyncio.to_thread(AdvertChange.objects.filter(seq=seqs[missing]).delete)
            assert await follower.catch_up() == seqs[-1]
            assert (told.changes, told.restarts) == ([], [seqs[-1]])
            assert follower.recent.since(seqs[0]) is None
            later = await asyncio.to_thread(post)
            assert await follower.catch_up() == later
            assert (told.changes, told.restarts) == ([later], [seqs[-1]])

    asyncio.run(scenario())


def test_a_gap_behind_changes_that_were_told_begins_anew_there(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_READ", 2)
    monkeypatch.setattr(module, "MOST_INLINE", 1)

    async def scenario() -> None:
        async with running() as follower:
            await follower.catch_up()
            told = Told(follower)
            seqs = [await asyncio.to_thread(post) for _ in range(6)]
            await asyncio.to_thread(AdvertChange.objects.filter(seq=seqs[3]).delete)
            assert await follower.catch_up() == seqs[-1]
            assert (told.changes, told.restarts) == (seqs[:2], [seqs[-1]])

    asyncio.run(scenario())


@pytest.mark.parametrize("is_inline", [True, False])
def test_a_number_that_is_taken_but_not_committed_is_not_passed(
    post: Post, is_inline: bool
) -> None:
    taken, going_on = threading.Event(), threading.Event()

    def post_slowly() -> int:
        try:
            with transaction.atomic():
                seq = post()
                taken.set()
                assert going_on.wait(30)
                return seq
        finally:
            connections.close_all()

    async def scenario() -> None:
        async with running() as follower:
            follower.look.reader = follower.inline if is_inline else None
            known = await follower.catch_up()
            told = Told(follower)
            slow = asyncio.create_task(asyncio.to_thread(post_slowly))
            await asyncio.to_thread(taken.wait, 30)
            behind = asyncio.create_task(asyncio.to_thread(post))
            assert await follower.catch_up() == known
            going_on.set()
            seqs = [await slow, await behind]
            assert await follower.catch_up() == seqs[-1]
            assert (told.changes, told.restarts) == (seqs, [])

    asyncio.run(scenario())


def test_a_number_that_was_read_before_others_went_on_is_no_new_log(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The look at the log's number and the reading of its changes pass each other."""

    async def scenario() -> None:
        async with running() as follower:
            follower.look.reader = None
            await follower.catch_up()
            told = Told(follower)
            first = await asyncio.to_thread(post)
            reading = Held.of(monkeypatch, threads, "read")
            ahead = asyncio.create_task(follower.catch_up())
            await reading.begun()
            looking = Held.of(monkeypatch, threads, "check")
            late = asyncio.create_task(follower.catch_up())
            await looking.begun()
            reading.let_go()
            assert await ahead == first
            second = await asyncio.to_thread(post)
            follower.look.reader = inline_reader()
            if follower.inline is not None:
                assert await follower.catch_up() == second
            looking.let_go()
            assert await late >= first
            assert await follower.catch_up() == second
            assert (told.changes, told.restarts) == ([first, second], [])

    asyncio.run(scenario())


@pytest.mark.sqlite
def test_changes_that_were_read_before_others_went_on_are_dropped(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A thread has read less than what was read on the event loop meanwhile."""

    async def scenario() -> None:
        async with running() as follower:
            inline, follower.look.reader = follower.inline, None
            await follower.catch_up()
            told = Told(follower)
            seqs = [await asyncio.to_thread(post)]
            reading = Held.of(monkeypatch, threads, "read")
            late = asyncio.create_task(follower.catch_up())
            await reading.begun()
            seqs.append(await asyncio.to_thread(post))
            follower.look.reader = inline
            assert await follower.catch_up() == seqs[-1]
            reading.let_go()
            assert await late == seqs[-1]
            assert (told.changes, told.restarts) == (seqs, [])

    asyncio.run(scenario())


def test_a_first_look_that_fails_is_repeated_by_the_next_reader(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    seq = post()

    async def scenario() -> None:
        async with running() as follower:
            follower.look.reader = None
            told = Told(follower)
            with monkeypatch.context() as away:
                away.setattr(threads, "read", away_from_all)
                with pytest.raises(Unavailable):
                    await follower.catch_up()
            assert (follower.number, told.restarts) == (0, [])
            assert await follower.catch_up() == seq
            assert told.restarts == [seq]

    asyncio.run(scenario())


async def away_from_all(*_: object) -> None:
    raise Unavailable


def test_a_log_that_begins_anew_while_its_changes_are_read_is_told(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    def begin_anew() -> None:
        AdvertChange.objects.all().delete()
        AdvertLog.objects.update(last_seq=1)

    async def scenario() -> None:
        async with running() as follower:
            follower.look.reader = None
            await follower.catch_up()
            seqs = [await asyncio.to_thread(post) for _ in range(3)]
            told = Told(follower)
            reading = Held.of(monkeypatch, threads, "read")
            reader = asyncio.create_task(follower.catch_up())
            await reading.begun()
            await asyncio.to_thread(begin_anew)
            reading.let_go()
            await reader
            assert await follower.catch_up() == 1
            assert (told.changes, told.restarts) == (seqs, [1])

    asyncio.run(scenario())
