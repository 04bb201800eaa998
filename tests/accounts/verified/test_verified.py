"""A verified log-in costs no query until something changes; then the very next request sees it."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager

import pytest

from rip.accounts.models import SessionChange, SessionLog, User
from rip.accounts.sessions import (
    Session,
    TokenPair,
    families_revoke,
    family_open,
    session_of,
    session_of_claims,
)
from rip.accounts.tokens import InvalidToken
from rip.accounts.verified import follower as session_follower
from rip.accounts.verified.cache import LONGEST_SECRET, VerifiedSessions
from rip.accounts.verified.follower import SessionFollower
from rip.core.database import threads
from rip.core.database.last_numbers import Look
from rip.core.errors import Unavailable
from tests.accounts.conftest import Clock
from tests.accounts.test_session_log import CHANGES, Change
from tests.adverts.held import Held

pytestmark = pytest.mark.django_db(transaction=True)


class Process:
    """The log-ins that one process knows."""

    def __init__(self, most_bytes: int = 2**20) -> None:
        self.look = Look()
        self.follower = SessionFollower(self.look)
        self.sessions = VerifiedSessions(self.follower, most_bytes)

    async def session_of(self, access: str) -> Session:
        return await self.sessions.of_token(access, looked=await self.look.read())

    def close(self) -> None:
        self.look.close()


@asynccontextmanager
async def running(*, is_inline: bool = True) -> AsyncIterator[Process]:
    process = Process()
    if not is_inline:
        process.look.reader = None
    async with asyncio.timeout(30):
        yield process
    process.close()


class Reads:
    """Counts the log-ins that are read in database threads."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.count = 0
        read = threads.read

        async def counted(function: Callable[..., object], *args: object) -> object:
            self.count += function is session_of_claims
            return await read(function, *args)

        monkeypatch.setattr(threads, "read", counted)

    def taken(self) -> int:
        """The number since the last call."""
        taken, self.count = self.count, 0
        return taken


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> Reads:
    return Reads(monkeypatch)


@pytest.mark.parametrize("is_inline", [True, False])
def test_a_token_is_verified_once(pair: TokenPair, reads: Reads, *, is_inline: bool) -> None:
    async def scenario() -> None:
        async with running(is_inline=is_inline) as process:
            first = await process.session_of(pair.access)
            reads.taken()
            for _ in range(3):
                assert await process.session_of(pair.access) is first
            assert reads.taken() == 0

    asyncio.run(scenario())


@pytest.mark.parametrize("is_inline", [True, False])
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_the_next_request_judges_anew_after(
    owner: User, pair: TokenPair, change: Change, *, is_inline: bool
) -> None:
    def now() -> User | None:
        try:
            return session_of(access=pair.access).user
        except InvalidToken:
            return None

    async def scenario() -> None:
        async with running(is_inline=is_inline) as process:
            for _ in range(2):
                await process.session_of(pair.access)
            await asyncio.to_thread(change, owner)
            expected = await asyncio.to_thread(now)
            if expected is None:
                with pytest.raises(InvalidToken):
                    await process.session_of(pair.access)
            else:
                user = (await process.session_of(pair.access)).user
                assert (user.is_staff, user.username, user.email) == (
                    expected.is_staff,
                    expected.username,
                    expected.email,
                )

    asyncio.run(scenario())


def test_another_ones_change_leaves_a_verified_log_in_alone(
    stranger: User, pair: TokenPair, reads: Reads
) -> None:
    theirs = family_open(user=stranger)

    async def scenario() -> None:
        async with running() as process:
            mine = await process.session_of(pair.access)
            await process.session_of(theirs.access)
            await asyncio.to_thread(lambda: families_revoke(user=stranger))
            reads.taken()
            assert await process.session_of(pair.access) is mine
            with pytest.raises(InvalidToken):
                await process.session_of(theirs.access)

    asyncio.run(scenario())


def test_a_change_during_the_verifying_is_seen_by_the_next_request(
    owner: User, pair: TokenPair, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scenario() -> None:
        async with running() as process:
            await process.follower.catch_up()
            held = Held.of(monkeypatch, threads, "read")
            early = asyncio.create_task(process.session_of(pair.access))
            await held.begun()
            await asyncio.to_thread(lambda: families_revoke(user=owner))
            held.let_go()
            # It came before the log-out.
            assert (await early).user == owner
            with pytest.raises(InvalidToken):
                await process.session_of(pair.access)

    asyncio.run(scenario())


def test_a_token_ends_in_its_time(clock: Clock, pair: TokenPair) -> None:
    async def scenario() -> None:
        async with running() as process:
            await process.session_of(pair.access)
            clock.advance(minutes=15)
            with pytest.raises(InvalidToken):
                await process.session_of(pair.access)

    asyncio.run(scenario())


@pytest.mark.parametrize("number", [0, 5])
def test_a_log_that_began_anew_makes_everything_judged_anew(
    owner: User, pair: TokenPair, number: int
) -> None:
    def put_back() -> None:
        """As a copy of the database from before does."""
        User.objects.filter(pk=owner.pk).update(is_active=False)
        SessionChange.objects.all().delete()
        SessionLog.objects.update(last_seq=number)

    SessionLog.objects.update(last_seq=100)

    async def scenario() -> None:
        async with running() as process:
            await process.session_of(pair.access)
            await asyncio.to_thread(put_back)
            with pytest.raises(InvalidToken):
                await process.session_of(pair.access)

    asyncio.run(scenario())


def test_changes_that_were_pruned_before_they_were_seen_make_everything_judged_anew(
    owner: User, pair: TokenPair
) -> None:
    def change_and_prune() -> None:
        families_revoke(user=owner)
        SessionChange.objects.all().delete()

    async def scenario() -> None:
        async with running() as process:
            await process.session_of(pair.access)
            await asyncio.to_thread(change_and_prune)
            with pytest.raises(InvalidToken):
                await process.session_of(pair.access)

    asyncio.run(scenario())


def test_more_changes_than_are_remembered_make_everything_judged_anew(
    owner: User, stranger: User, pair: TokenPair, monkeypatch: pytest.MonkeyPatch, reads: Reads
) -> None:
    monkeypatch.setattr(session_follower, "MOST_REMEMBERED", 1)

    def change() -> None:
        for user in (stranger, User.objects.create_user("third")):
            families_revoke(user=user)

    async def scenario() -> None:
        async with running() as process:
            await process.session_of(pair.access)
            await asyncio.to_thread(change)
            reads.taken()
            for verified in (1, 0):
                await process.session_of(pair.access)
                assert reads.taken() == verified

    asyncio.run(scenario())


def test_a_forged_token_keeps_no_database_thread_busy(pair: TokenPair, reads: Reads) -> None:
    async def scenario() -> None:
        async with running() as process:
            await process.follower.catch_up()
            reads.taken()
            for forged in (f"{pair.access}x", pair.refresh, "x", "x" * LONGEST_SECRET * 2):
                with pytest.raises(InvalidToken):
                    await process.session_of(forged)
            assert reads.taken() == 0

    asyncio.run(scenario())


def test_memory_is_bounded(owner: User, pair: TokenPair, reads: Reads) -> None:
    other = family_open(user=owner)

    async def scenario() -> None:
        process = Process(most_bytes=5_000)
        for access in (pair.access, other.access, pair.access):
            await process.session_of(access)
        reads.taken()
        await process.session_of(pair.access)
        assert reads.taken() == 0
        await process.session_of(other.access)
        assert reads.taken() == 1
        process.close()

    asyncio.run(scenario())


@pytest.fixture
def without_database(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    async def away(*_: object) -> None:
        raise Unavailable

    def leave() -> None:
        for name in ("read", "check"):
            monkeypatch.setattr(threads, name, away)

    yield leave
    monkeypatch.undo()


def test_without_the_database_nobody_is_let_in_by_what_was_known(
    pair: TokenPair, without_database: Callable[[], None]
) -> None:
    async def scenario() -> None:
        async with running(is_inline=False) as process:
            await process.session_of(pair.access)
            without_database()
            with pytest.raises(Unavailable):
                await process.session_of(pair.access)

    asyncio.run(scenario())
