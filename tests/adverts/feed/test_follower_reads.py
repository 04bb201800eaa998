"""The follower reads what changed, as it was before and after: on the event loop, or in threads."""

import asyncio
import contextvars
from collections.abc import Callable

import pytest

from rip.accounts.models import User
from rip.adverts.feed import follower as follower_module
from rip.adverts.feed.recent_changes import Change
from rip.adverts.listing.listing import Values
from rip.adverts.models import Advert, AdvertChange, AdvertLog
from rip.adverts.writing import commands
from rip.adverts.writing.commands import AdvertValues
from rip.adverts.writing.log import board_changed
from rip.core.database import log_follower as module
from rip.core.database import threads
from rip.core.errors import Unavailable
from tests.adverts.feed.test_follower import running
from tests.adverts.feed.test_follower_gaps import Told, away_from_all
from tests.adverts.held import turns

pytestmark = pytest.mark.django_db(transaction=True)

Post = Callable[[], Advert]


@pytest.fixture
def post(owner: User, values: AdvertValues) -> Post:
    """Posts an advert."""
    return lambda: commands.advert_create(user=owner, values=values)


@pytest.mark.parametrize("is_inline", [True, False])
def test_a_change_has_the_values_before_and_after_it(
    post: Post, owner: User, is_inline: bool
) -> None:
    told: list[Change] = []

    def write() -> list[Change]:
        advert = post()
        number, posted, first = advert.pk, Values.of(advert.filter_values()), advert.seq
        advert = commands.advert_update(user=owner, advert_id=number, values={"age": 7})
        older, second = Values.of(advert.filter_values()), advert.seq
        commands.advert_delete(user=owner, advert_id=number)
        return [
            Change(first, number, None, posted),
            Change(second, number, posted, older),
            Change(second + 1, number, older, None),
        ]

    async def scenario() -> None:
        async with running() as follower:
            follower.look.reader = follower.inline if is_inline else None
            await follower.catch_up()
            follower.subscribe(on_changes=told.extend)
            written = await asyncio.to_thread(write)
            await follower.catch_up()
            assert told == written

    asyncio.run(scenario())


@pytest.mark.sqlite
@pytest.mark.parametrize(("changes", "is_inline"), [(1, True), (2, True), (3, False)])
def test_few_changes_are_read_on_the_event_loop(
    post: Post, monkeypatch: pytest.MonkeyPatch, changes: int, is_inline: bool
) -> None:
    """However large the numbers of the log are."""
    monkeypatch.setattr(module, "MOST_INLINE", 2)
    AdvertLog.objects.update(last_seq=100_000)

    async def scenario() -> None:
        async with running() as follower:
            await follower.catch_up()
            told = Told(follower)
            seqs = [(await asyncio.to_thread(post)).seq for _ in range(changes)]
            with monkeypatch.context() as threads_away:
                threads_away.setattr(threads, "read", away_from_all)
                threads_away.setattr(threads, "check", away_from_all)
                for _ in range(2):
                    if is_inline:
                        assert await follower.catch_up() == seqs[-1]
                    else:
                        with pytest.raises(Unavailable):
                            await follower.catch_up()
            assert await follower.catch_up() == seqs[-1]
            assert (told.changes, told.restarts) == (seqs, [])

    asyncio.run(scenario())


@pytest.mark.parametrize(("changes", "is_followed"), [(3, True), (4, False)])
def test_so_many_changes_are_followed_and_more_begin_anew(
    post: Post, monkeypatch: pytest.MonkeyPatch, changes: int, is_followed: bool
) -> None:
    monkeypatch.setattr(module, "MOST_FOLLOWED", 3)
    AdvertLog.objects.update(last_seq=100_000)

    async def scenario() -> None:
        async with running() as follower:
            follower.look.reader = None
            assert follower.restarts == 0
            await follower.catch_up()
            assert follower.restarts == 1
            told = Told(follower)
            seqs = [(await asyncio.to_thread(post)).seq for _ in range(changes)]
            assert await follower.catch_up() == seqs[-1]
            assert (told.changes, told.restarts) == ((seqs, []) if is_followed else ([], seqs[-1:]))
            assert follower.restarts == (1 if is_followed else 2)

    asyncio.run(scenario())


@pytest.mark.parametrize("is_inline", [True, False])
@pytest.mark.parametrize("has_log", [True, False])
def test_a_log_with_nothing_in_it_is_followed_from_its_beginning(
    post: Post, is_inline: bool, has_log: bool
) -> None:
    AdvertLog.objects.update(last_seq=0)
    log = AdvertLog.objects.get()
    if not has_log:
        log.delete()

    def begin() -> int:
        log.save()
        return post().seq

    async def scenario() -> None:
        async with running() as follower:
            follower.look.reader = follower.inline if is_inline else None
            told = Told(follower)
            assert await follower.catch_up() == 0
            assert (told.changes, told.restarts) == ([], [0])
            assert await asyncio.to_thread(begin) == 1
            assert await follower.catch_up() == 1
            assert (told.changes, told.restarts) == ([1], [0])

    log.pk = 1
    asyncio.run(scenario())


def test_changes_before_the_first_look_are_not_told(post: Post) -> None:
    AdvertChange.objects.all().delete()
    AdvertLog.objects.update(last_seq=0)
    for _ in range(2):
        post()

    async def scenario() -> None:
        async with running() as follower:
            told = Told(follower)
            assert await follower.catch_up() == 2
            assert (told.changes, told.restarts) == ([], [2])

    asyncio.run(scenario())


def test_who_waits_hears_of_what_other_processes_write_though_the_database_was_away(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(follower_module, "CHECK_SECONDS", 0.001)
    failed = 0

    async def scenario() -> None:
        async with running() as follower:
            follower.look.reader = None
            # As if this process had not committed it.
            follower.stop()
            read = threads.check

            async def away_at_first(*args: object) -> object:
                nonlocal failed
                failed += 1
                if failed == 1:
                    raise Unavailable
                return await read(*args)  # type: ignore[arg-type]

            number = await follower.catch_up()
            for _ in range(2):
                waiting = follower.beyond(number)
                monkeypatch.setattr(threads, "check", away_at_first)
                seq = (await asyncio.to_thread(post)).seq
                await waiting
                assert follower.number == seq
                number = seq
                await turns()
                assert follower.waiting == 0

    asyncio.run(scenario())
    assert failed > 1


def test_it_logs_and_tells_in_a_context_of_its_own(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(follower_module, "CHECK_SECONDS", 0.001)
    request: contextvars.ContextVar[int | None] = contextvars.ContextVar("request", default=None)
    seen: list[int | None] = []

    async def scenario(*, is_regular: bool) -> None:
        async with running() as follower:
            await follower.catch_up()
            request.set(1)
            follower.subscribe(
                on_changes=lambda _: seen.append(request.get()),
                on_written=lambda: seen.append(request.get()),
            )
            if is_regular:
                follower.stop()
                waiting = follower.beyond(follower.number)
                await asyncio.to_thread(post)
                await waiting
            else:
                await asyncio.to_thread(post)
                await turns()

    for is_regular in (True, False):
        asyncio.run(scenario(is_regular=is_regular))
    assert seen == [None, None]


def test_each_subscriber_hears_what_it_asked_for(post: Post) -> None:
    heard: list[str] = []

    async def scenario() -> None:
        async with running() as follower:
            follower.subscribe(on_restart=lambda: heard.append("one restart"))
            follower.subscribe(on_changes=lambda _: heard.append("one changes"))
            follower.subscribe(on_restart=lambda: heard.append("two restart"))
            follower.subscribe(on_changes=lambda _: heard.append("two changes"))
            await follower.catch_up()
            await asyncio.to_thread(post)
            await follower.catch_up()

    asyncio.run(scenario())
    assert heard == ["one restart", "two restart", "one changes", "two changes"]


def test_commits_are_told_once_until_that_is_heard_and_not_after_the_end() -> None:
    told: list[str] = []

    async def scenario() -> None:
        others = list(board_changed.receivers)
        async with running() as follower:
            follower.subscribe(on_written=lambda: told.append("one"))
            follower.subscribe(on_written=lambda: told.append("two"))
            for _ in range(2):
                for seq in range(3):
                    board_changed.send(sender=AdvertLog, seq=seq)
                await turns()
        assert board_changed.receivers == others
        board_changed.send(sender=AdvertLog, seq=7)
        await turns()

    asyncio.run(scenario())
    assert told == ["one", "two"] * 2
