"""One suite for every ticket store."""

import asyncio
import uuid
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TypeVar

import pytest
from django.conf import settings
from redis.asyncio import Redis

from rip.accounts.models import RefreshFamily, Ticket, User
from rip.accounts.tickets import DatabaseTickets, Holder, RedisTickets, TicketStore
from rip.accounts.tokens import hash_of, now, session_hash_of

pytestmark = pytest.mark.django_db(transaction=True)

Result = TypeVar("Result")


class Shelf(ABC):
    """A kind of store, and how to make a ticket in it old. A store lives in one event loop."""

    @abstractmethod
    def run(self, work: Callable[[TicketStore], Awaitable[Result]]) -> Result:
        """Let `work` use a store of this kind."""

    @abstractmethod
    def expire(self, ticket: str) -> None:
        """Make a ticket in it one that has expired."""


class DatabaseShelf(Shelf):
    def run(self, work: Callable[[TicketStore], Awaitable[Result]]) -> Result:
        async def begin() -> Result:
            return await work(DatabaseTickets())

        return asyncio.run(begin())

    def expire(self, ticket: str) -> None:
        assert Ticket.objects.filter(pk=ticket).update(expires=now() - timedelta(seconds=1))


class RedisShelf(Shelf):
    def __init__(self, url: str) -> None:
        self.url = url

    def run(self, work: Callable[[TicketStore], Awaitable[Result]]) -> Result:
        async def begin() -> Result:
            store = RedisTickets(self.url)
            try:
                return await work(store)
            finally:
                await store.close()

        return asyncio.run(begin())

    def expire(self, ticket: str) -> None:
        async def expire() -> None:
            async with Redis.from_url(self.url) as redis:
                assert await redis.pexpire(f"rip:ticket:{ticket}", 0)

        asyncio.run(expire())


@pytest.fixture(params=["database", pytest.param("redis", marks=pytest.mark.redis)])
def shelf(request: pytest.FixtureRequest) -> Shelf:
    if request.param == "database":
        return DatabaseShelf()
    return RedisShelf(request.getfixturevalue("redis_url"))


@pytest.fixture
def holder(owner: User, family: RefreshFamily) -> Holder:
    return Holder(family.pk, session_hash_of(owner))


@pytest.fixture
def ticket() -> str:
    """The hash of a new ticket."""
    return hash_of(str(uuid.uuid4()))


def test_a_ticket_is_taken_once(shelf: Shelf, holder: Holder, ticket: str) -> None:
    async def work(store: TicketStore) -> list[Holder | None]:
        await store.save(ticket, holder)
        return [await store.take(ticket) for _ in range(3)]

    assert shelf.run(work) == [holder, None, None]


def test_a_ticket_is_there_for_another_process(shelf: Shelf, holder: Holder, ticket: str) -> None:
    shelf.run(lambda store: store.save(ticket, holder))
    assert shelf.run(lambda store: store.take(ticket)) == holder
    assert shelf.run(lambda store: store.take(ticket)) is None


def test_many_who_take_one_ticket_at_once_are_one_who_gets_it(
    shelf: Shelf, holder: Holder, ticket: str
) -> None:
    async def work(store: TicketStore) -> list[Holder | None]:
        await store.save(ticket, holder)
        return list(await asyncio.gather(*(store.take(ticket) for _ in range(50))))

    taken = shelf.run(work)
    assert taken.count(holder) == 1
    assert taken.count(None) == 49


def test_an_expired_ticket_is_gone(shelf: Shelf, holder: Holder, ticket: str) -> None:
    shelf.run(lambda store: store.save(ticket, holder))
    shelf.expire(ticket)
    assert shelf.run(lambda store: store.take(ticket)) is None


def test_a_ticket_lives_as_long_as_the_setting_says(
    shelf: Shelf, holder: Holder, ticket: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "RIP_TICKET_SECONDS", 3600)
    shelf.run(lambda store: store.save(ticket, holder))
    assert 3500 < _seconds_left(shelf, ticket) <= 3600


def _seconds_left(shelf: Shelf, ticket: str) -> float:
    if not isinstance(shelf, RedisShelf):
        return (Ticket.objects.get(pk=ticket).expires - now()).total_seconds()
    url = shelf.url

    async def ask() -> float:
        async with Redis.from_url(url) as redis:
            return float(await redis.ttl(f"rip:ticket:{ticket}"))

    return asyncio.run(ask())


def test_several_tickets_of_one_log_in_are_independent(shelf: Shelf, holder: Holder) -> None:
    first, second, never_saved = (hash_of(str(uuid.uuid4())) for _ in range(3))

    async def work(store: TicketStore) -> list[Holder | None]:
        await store.save(first, holder)
        await store.save(second, holder)
        return [await store.take(one) for one in (second, never_saved, first, second)]

    assert shelf.run(work) == [holder, None, holder, None]


@pytest.mark.parametrize("garbage", ["", "*", "rip:ticket:*", "ю" * 64, "a" * 5000, "' OR 1=1 --"])
def test_garbage_takes_nothing(shelf: Shelf, holder: Holder, ticket: str, garbage: str) -> None:
    async def work(store: TicketStore) -> list[Holder | None]:
        await store.save(ticket, holder)
        return [await store.take(garbage), await store.take(ticket)]

    assert shelf.run(work) == [None, holder]
