"""The promises of every bus, and the recovery of the Redis bus."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from redis.asyncio import Redis
from redis.asyncio.client import Pipeline
from redis.exceptions import ConnectionError as RedisConnectionError

from rip.chat.live import bus as bus_module
from rip.chat.live.bus import Bus, NoBus, RedisBus
from tests.kit import services
from tests.kit.waiting import PATIENCE_SECONDS, until


class Listener:
    """One process on the bus: what it has heard, and how often it began to listen."""

    def __init__(self, bus: Bus) -> None:
        self.bus = bus
        self.heard: list[bytes] = []
        self.joined = 0
        self._news = asyncio.Event()

    def receive(self, news: bytes) -> None:
        self.heard.append(news)
        self._news.set()
        if news == b"gibberish":
            raise ValueError(news)

    def on_joined(self) -> None:
        self.joined += 1
        self._news.set()

    async def until_joined(self, count: int) -> None:
        await self.until(lambda: self.joined >= count)

    async def until_heard(self, count: int) -> None:
        await self.until(lambda: len(self.heard) >= count)

    async def until(self, condition: Callable[[], object]) -> None:
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not condition():
                self._news.clear()
                await self._news.wait()


@asynccontextmanager
async def listening(*buses: Bus) -> AsyncIterator[list[Listener]]:
    """These buses, each started by a process that has joined."""
    listeners = [Listener(bus) for bus in buses]
    for listener in listeners:
        await listener.bus.start(listener.receive, listener.on_joined)
    try:
        for listener in listeners:
            await listener.until_joined(1)
        yield listeners
    finally:
        async with asyncio.timeout(PATIENCE_SECONDS):
            for listener in listeners:
                await listener.bus.stop()


@pytest.fixture(scope="module")
def own_redis() -> Iterator[str]:
    """The URL of a Redis that nobody else uses."""
    with services.redis() as redis:
        yield redis.url


@pytest.fixture(params=["none", "redis"])
def new_bus(request: pytest.FixtureRequest) -> Callable[[], Bus]:
    """Makes buses of one site, of every kind."""
    if request.param == "none":
        return lambda: NoBus(alone=True)
    url: str = request.getfixturevalue("own_redis")
    channel = new_channel()
    return lambda: RedisBus(url, channel)


def new_channel() -> str:
    return f"test:{uuid.uuid4().hex}"


# Of every bus


def test_a_process_is_told_when_it_has_joined_and_the_bus_is_healthy(
    new_bus: Callable[[], Bus],
) -> None:
    async def scenario() -> None:
        async with listening(new_bus()) as [one]:
            assert one.joined == 1
            assert one.bus.healthy

    asyncio.run(scenario())


def test_publishing_never_waits_and_stopping_never_hangs(new_bus: Callable[[], Bus]) -> None:
    async def scenario() -> None:
        for _ in range(10):
            async with listening(new_bus()) as [one]:
                for number in range(50):
                    one.bus.publish(b"%d" % number)

    asyncio.run(scenario())


def test_a_bus_may_be_stopped_before_it_has_joined(new_bus: Callable[[], Bus]) -> None:
    async def scenario() -> None:
        for steps in range(12):
            bus = new_bus()
            await bus.start(lambda _: None, lambda: None)
            bus.publish(b"news")
            for _ in range(steps):
                await asyncio.sleep(0)
            async with asyncio.timeout(PATIENCE_SECONDS):
                await bus.stop()

    asyncio.run(scenario())


def test_of_several_processes_without_a_bus_none_would_hear_of_the_others() -> None:
    assert not NoBus(alone=False).healthy


# Of a bus between processes


def test_every_process_hears_all_news_of_another_in_order(own_redis: str) -> None:
    news = [b"%d" % number for number in range(1_000)]

    async def scenario() -> None:
        channel = new_channel()
        async with listening(*[RedisBus(own_redis, channel) for _ in range(3)]) as all_three:
            for one in news:
                all_three[0].bus.publish(one)
            for listener in all_three:
                await listener.until_heard(len(news))
                assert listener.heard == news

    asyncio.run(scenario())


def test_sites_that_share_a_redis_do_not_hear_each_other(own_redis: str) -> None:
    async def scenario() -> None:
        ours, theirs = new_channel(), new_channel()
        buses = [RedisBus(own_redis, channel) for channel in (ours, ours, theirs)]
        async with listening(*buses) as [one, other, stranger]:
            stranger.bus.publish(b"theirs")
            await stranger.until(lambda: stranger.heard)
            one.bus.publish(b"ours")
            await other.until(lambda: other.heard)
            assert (other.heard, stranger.heard) == ([b"ours"], [b"theirs"])

    asyncio.run(scenario())


def test_news_that_is_not_understood_does_not_end_the_listening(own_redis: str) -> None:
    async def scenario() -> None:
        channel = new_channel()
        async with listening(*[RedisBus(own_redis, channel) for _ in range(2)]) as [one, other]:
            for news in (b"gibberish", b"news"):
                one.bus.publish(news)
            await other.until(lambda: b"news" in other.heard)
            assert other.joined == 1

    asyncio.run(scenario())


@pytest.mark.parametrize("kind", ["pubsub", "normal"])
def test_a_connection_that_was_cut_heals(kind: str) -> None:
    async def scenario(own_redis: str) -> None:
        channel = new_channel()
        async with listening(*[RedisBus(own_redis, channel) for _ in range(2)]) as [one, other]:
            one.bus.publish(b"before")
            await other.until(lambda: other.heard)
            await cut(own_redis, kind, channel)
            if kind == "pubsub":
                await other.until(lambda: other.joined == 2)
            one.bus.publish(b"after")
            await other.until(lambda: b"after" in other.heard)
            assert other.bus.healthy

    # One of its own, because it cuts off everyone.
    with services.redis() as redis:
        asyncio.run(scenario(redis.url))


async def cut(url: str, kind: str, channel: str) -> None:
    """Cut the connections that listen to a channel, or all that do not listen."""
    async with Redis.from_url(url) as redis:
        assert await redis.pubsub_numsub(channel) == [(channel.encode(), 2)]
        await redis.client_kill_filter(_type=kind, skipme=True)


def test_while_redis_is_away_news_is_kept_within_a_bound_and_nothing_raises(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(bus_module, "SECONDS_BETWEEN_TRIES", 0.05)

    async def scenario() -> None:
        bus = RedisBus("redis://127.0.0.1:1/0", new_channel())
        await bus.start(lambda _: None, lambda: None)
        for number in range(3 * bus_module.LONGEST_QUEUE):
            bus.publish(b"%d" % number)
            if number % 500 == 0:
                await asyncio.sleep(0)
        assert not bus.healthy
        assert bus.queued == bus_module.LONGEST_QUEUE
        async with asyncio.timeout(PATIENCE_SECONDS):
            await bus.stop()

    asyncio.run(scenario())


def test_a_restart_of_redis_is_noticed_and_joined_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bus_module, "SECONDS_BETWEEN_TRIES", 0.05)

    async def scenario(redis: services.Service) -> None:
        channel = new_channel()
        async with listening(*[RedisBus(redis.url, channel) for _ in range(2)]) as [one, other]:
            redis.kill()
            one.bus.publish(b"while it was away")
            await until(lambda: not one.bus.healthy and not other.bus.healthy)
            redis.start()
            for listener in (one, other):
                await listener.until_joined(2)
            one.bus.publish(b"after")
            await other.until(lambda: b"after" in other.heard)
            assert one.bus.healthy
            assert other.bus.healthy

    with services.redis() as redis:
        asyncio.run(scenario(redis))


def test_what_could_not_be_published_is_published_later_in_order(
    own_redis: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bus_module, "SECONDS_BETWEEN_TRIES", 0.01)
    execute, failures = Pipeline.execute, [RedisConnectionError("cut")] * 2

    async def failing_twice(pipeline: Pipeline) -> list[Any]:
        if failures:
            raise failures.pop()
        return await execute(pipeline)

    monkeypatch.setattr(Pipeline, "execute", failing_twice)
    news = [b"%d" % number for number in range(500)]

    async def scenario() -> None:
        async with listening(RedisBus(own_redis, new_channel())) as [one]:
            for item in news:
                one.bus.publish(item)
            await one.until_heard(len(news))
            assert one.heard == news
            assert one.bus.healthy

    asyncio.run(scenario())
    assert not failures
