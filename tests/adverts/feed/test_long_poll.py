"""Long polls: bounded, woken together, and answered from one read."""

import asyncio

import pytest

from rip.accounts.models import User
from rip.adverts.feed import follower as follower_module
from rip.adverts.feed import long_poll as module
from rip.adverts.feed.changes import Changes, Position, changes_after
from rip.adverts.feed.follower import BoardFollower
from rip.adverts.feed.long_poll import LongPolls
from rip.adverts.models import AdvertLog
from rip.adverts.writing import commands
from rip.adverts.writing.commands import AdvertValues
from rip.core.errors import TooMany, Unavailable
from tests.kit.waiting import until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[Position]:
    """The positions that were read from the database."""
    positions: list[Position] = []

    def counted(position: Position, limit: int) -> Changes:
        positions.append(position)
        return changes_after(position, limit)

    monkeypatch.setattr(module, "changes_after", counted)
    return positions


@pytest.fixture
def here(owner: User, values: AdvertValues) -> Position:
    """Return the position of a reader who has read everything."""
    return Position(commands.advert_create(user=owner, values=values).seq)


class Crowd:
    """Some long polls that wait at one position."""

    def __init__(
        self, count: int, here: Position, seconds: float = 20, *, hears_commits: bool = True
    ) -> None:
        self.follower = BoardFollower()
        if hears_commits:
            self.follower.start()
        self.long_polls = LongPolls(self.follower)
        self.left: list[asyncio.Future[None]] = [
            asyncio.get_running_loop().create_future() for _ in range(count)
        ]
        self.tasks = [
            asyncio.create_task(self.long_polls.changes(here, 10, seconds, left))
            for left in self.left
        ]

    async def settle(self) -> None:
        """Until all of them wait."""
        while self.follower.waiting < len(self.tasks):
            await asyncio.wait(self.tasks, timeout=0.01)

    async def answers(self) -> list[Changes]:
        try:
            return await asyncio.wait_for(asyncio.gather(*self.tasks), 5)
        finally:
            self.follower.stop()
            self.follower.close()
            assert not self.follower.waiting


def test_all_are_woken_by_a_commit_and_share_one_read(
    owner: User,
    values: AdvertValues,
    here: Position,
    reads: list[Position],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(follower_module, "CHECK_SECONDS", 1_000.0)

    async def scenario() -> list[Changes]:
        crowd = Crowd(50, here)
        await crowd.settle()
        reads.clear()
        await asyncio.to_thread(commands.advert_create, user=owner, values=values)
        return await crowd.answers()

    answers = asyncio.run(scenario())
    assert {answer.next for answer in answers} == {here.since + 1}
    assert reads == [here]


def test_a_number_from_elsewhere_is_found_by_the_shared_look(
    owner: User, values: AdvertValues, here: Position, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(follower_module, "CHECK_SECONDS", 0.05)

    async def scenario() -> list[Changes]:
        crowd = Crowd(5, here, hears_commits=False)
        await crowd.settle()
        await asyncio.to_thread(commands.advert_create, user=owner, values=values)
        return await crowd.answers()

    assert {answer.next for answer in asyncio.run(scenario())} == {here.since + 1}


def test_more_than_the_most_are_refused(here: Position, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_WAITING", 3)

    async def scenario() -> None:
        crowd = Crowd(3, here)
        await crowd.settle()
        nobody: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        with pytest.raises(Unavailable) as refusal:
            await crowd.long_polls.changes(here, 10, 20, nobody)
        assert refusal.value.retry_after
        page = await crowd.long_polls.changes(here, 10, 0, nobody)
        assert page.caught_up
        crowd.long_polls.end()
        await crowd.answers()

    asyncio.run(scenario())


def test_who_has_gone_frees_its_place(here: Position) -> None:
    async def scenario() -> None:
        crowd = Crowd(2, here)
        await crowd.settle()
        crowd.left[0].set_result(None)
        await asyncio.wait_for(crowd.tasks[0], 5)
        assert crowd.follower.waiting == 1
        crowd.long_polls.end()
        await crowd.answers()

    asyncio.run(scenario())


def test_nobody_looks_while_nobody_waits(here: Position, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(follower_module, "CHECK_SECONDS", 0.01)

    async def scenario() -> None:
        crowd = Crowd(2, here, seconds=0.1)
        await crowd.answers()
        me = asyncio.current_task()
        await until(lambda: asyncio.all_tasks() == {me})

    asyncio.run(scenario())
    assert AdvertLog.objects.get().last_seq == here.since


def test_after_the_log_began_anew_one_waits_again(here: Position) -> None:
    async def scenario() -> None:
        crowd = Crowd(1, here, seconds=0.5)
        await crowd.settle()
        await asyncio.to_thread(AdvertLog.objects.update, last_seq=0)
        await crowd.follower.check()
        assert crowd.follower.number == 0
        (page,) = await crowd.answers()
        assert page.next == here.since

    asyncio.run(scenario())


def test_what_is_committed_between_the_read_and_the_wait_is_not_waited_for(
    owner: User, values: AdvertValues, here: Position, monkeypatch: pytest.MonkeyPatch
) -> None:
    seqs: list[int] = []

    def overtaken(position: Position, limit: int) -> Changes:
        page = changes_after(position, limit)
        if not seqs:
            seqs.append(commands.advert_create(user=owner, values=values).seq)
        return page

    monkeypatch.setattr(module, "changes_after", overtaken)
    monkeypatch.setattr(follower_module, "CHECK_SECONDS", 1_000.0)

    async def scenario() -> list[Changes]:
        return await Crowd(1, here).answers()

    assert [page.next for page in asyncio.run(scenario())] == seqs


def test_while_the_database_is_away_those_who_wait_go_on_waiting(
    here: Position, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away() -> int:
        raise Unavailable

    async def scenario() -> None:
        crowd = Crowd(1, here, seconds=0.3)
        monkeypatch.setattr(crowd.follower, "catch_up", away)
        (page,) = await crowd.answers()
        assert page.next == here.since

    asyncio.run(scenario())


def test_one_network_has_not_all_of_the_places(
    here: Position, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_OF_ONE_NETWORK", 2)

    async def scenario() -> None:
        crowd = Crowd(3, here)
        await crowd.settle()

        def ask(network: str | None) -> asyncio.Task[Changes]:
            left: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            crowd.left.append(left)
            work = crowd.long_polls.changes(here, 10, 20, left, network)
            crowd.tasks.append(asyncio.create_task(work))
            return crowd.tasks[-1]

        first, _second = ask("203.0.113.7"), ask("203.0.113.7")
        await crowd.settle()
        nobody: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        with pytest.raises(TooMany) as refusal:
            await crowd.long_polls.changes(here, 10, 20, nobody, "203.0.113.7")
        assert refusal.value.retry_after == 5
        page = await crowd.long_polls.changes(here, 10, 0, nobody, "203.0.113.7")
        assert page.caught_up
        ask("203.0.113.8")
        await crowd.settle()
        crowd.left[3].set_result(None)
        await first
        crowd.tasks.remove(first)
        ask("203.0.113.7")
        await crowd.settle()
        crowd.long_polls.end()
        await crowd.answers()

    asyncio.run(scenario())
