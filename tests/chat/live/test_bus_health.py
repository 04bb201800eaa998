"""A bus says that it is healthy only while news of other processes would arrive."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
from pytest_django import Settings
from redis.asyncio import Redis

from rip.accounts.sessions import Session
from rip.chat.live import bus as bus_module
from rip.chat.live.bus import Bus, NoBus, RedisBus, bus_of_site
from rip.chat.live.hub import Hub
from rip.support.kind import SUPPORT
from rip.support.models import Room
from tests.chat.live.members import Member, post_elsewhere, running, running_hub
from tests.chat.live.observing import Watcher
from tests.chat.rooms import written
from tests.kit import services
from tests.kit.waiting import until

CONFIRMED = b"*3\r\n$9\r\nsubscribe\r\n$7\r\nchannel\r\n:1\r\n"


@asynccontextmanager
async def puzzling_redis(*answers: bytes) -> AsyncIterator[tuple[str, list[bytes]]]:
    """A server that answers subscriptions with these, and then hangs up, but for the last.

    Yields its URL, and the subscriptions it got.
    """
    subscriptions: list[bytes] = []
    left = list(answers)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError):
            while told := await reader.read(4096):
                writer.write(b"+OK\r\n" * told.count(b"CLIENT"))
                if b"SUBSCRIBE" in told:
                    subscriptions.append(told)
                    writer.write(left[0])
                    if len(left) > 1:
                        left.pop(0)
                        break
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        yield f"redis://127.0.0.1:{port}/0", subscriptions


@asynccontextmanager
async def silent_redis() -> AsyncIterator[tuple[str, list[bytes]]]:
    """A server that takes everything and does nothing.

    Yields its URL, and what it was told on each connection.
    """
    told: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        number = len(told)
        told.append(b"")
        with contextlib.suppress(ConnectionError):
            while some := await reader.read(4096):
                told[number] += some
                writer.write(b"+OK\r\n" * some.count(b"CLIENT"))
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        yield f"redis://127.0.0.1:{port}/0", told


@asynccontextmanager
async def started(bus: Bus) -> AsyncIterator[list[None]]:
    """This bus, in a process that notes each time it joins."""
    joined: list[None] = []
    await bus.start(lambda _: None, lambda: joined.append(None))
    try:
        yield joined
    finally:
        await bus.stop()


def test_a_bus_is_not_healthy_before_it_is_started() -> None:
    assert not RedisBus("redis://127.0.0.1:1/0", "channel").healthy


@pytest.mark.parametrize("answer", [b"", b"-LOADING Redis is loading\r\n"])
def test_a_bus_whose_subscription_is_not_confirmed_is_not_healthy(answer: bytes) -> None:
    async def scenario() -> None:
        async with (
            puzzling_redis(answer) as (url, subscriptions),
            started(bus := RedisBus(url, "channel")) as joined,
        ):
            await until(lambda: subscriptions)
            assert not bus.healthy
            assert not joined

    asyncio.run(scenario())


def test_a_bus_that_lost_its_connection_is_not_healthy(monkeypatch: pytest.MonkeyPatch) -> None:
    """It tries again, and the server says nothing this time."""
    monkeypatch.setattr(bus_module, "SECONDS_BETWEEN_TRIES", 0.01)

    async def scenario() -> None:
        async with (
            puzzling_redis(CONFIRMED, b"") as (url, subscriptions),
            started(bus := RedisBus(url, "channel")) as joined,
        ):
            await until(lambda: len(subscriptions) == 2)
            assert len(joined) == 1
            assert not bus.healthy

    asyncio.run(scenario())


def test_a_bus_that_is_confirmed_is_healthy_and_has_joined() -> None:
    async def scenario() -> None:
        async with (
            puzzling_redis(CONFIRMED) as (url, subscriptions),
            started(bus := RedisBus(url, "channel")) as joined,
        ):
            await until(lambda: joined)
            assert bus.healthy
            assert len(subscriptions) == len(joined) == 1

    asyncio.run(scenario())


def test_a_bus_whose_server_falls_silent_is_not_healthy(monkeypatch: pytest.MonkeyPatch) -> None:
    """The connection stays open, and nothing comes: a ping brings it to light."""
    monkeypatch.setattr(bus_module, "QUIET_SECONDS", 0.2)

    async def scenario(redis: services.Service) -> None:
        async with started(bus := RedisBus(redis.url, "channel")):
            await until(lambda: bus.healthy)
            redis.freeze()
            await until(lambda: not bus.healthy)
            redis.thaw()
            await until(lambda: bus.healthy)

    with services.redis() as redis:
        asyncio.run(scenario(redis))


def test_a_bus_that_is_only_quiet_stays_healthy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bus_module, "QUIET_SECONDS", 0.05)

    async def scenario(redis: services.Service) -> None:
        async with (
            started(bus := RedisBus(redis.url, "channel")) as joined,
            Redis.from_url(redis.url) as other,
        ):
            await until(lambda: bus.healthy)
            while await pings(other) < 3:
                assert bus.healthy
            assert len(joined) == 1

    async def pings(redis: "Redis") -> int:
        calls = await redis.info("commandstats")
        return int(calls.get("cmdstat_ping", {}).get("calls", 0))

    with services.redis() as redis:
        asyncio.run(scenario(redis))


def test_a_server_that_is_slow_to_confirm_is_asked_before_it_is_given_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(bus_module, "QUIET_SECONDS", 0.05)
    monkeypatch.setattr(bus_module, "SECONDS_BETWEEN_TRIES", 0.01)

    async def scenario() -> None:
        async with silent_redis() as (url, told), started(RedisBus(url, "channel")):
            await until(lambda: len(told) == 2)
            assert b"SUBSCRIBE" in told[0]
            assert b"PING" in told[0]

    asyncio.run(scenario())


def test_news_that_nobody_answers_for_is_published_by_another_connection(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(bus_module, "QUIET_SECONDS", 0.05)
    monkeypatch.setattr(bus_module, "SECONDS_BETWEEN_TRIES", 0.01)

    async def scenario() -> None:
        async with silent_redis() as (url, told), started(bus := RedisBus(url, "channel")):
            bus.publish(b"news")
            await until(lambda: sum(b"news" in one for one in told) == 2)
            assert bus.queued <= 1

    asyncio.run(scenario())


# The bus of a site


@pytest.mark.parametrize(("workers", "healthy"), [(1, True), (2, False), (3, False)])
def test_without_redis_only_a_single_worker_needs_no_bus(
    settings: Settings, workers: int, healthy: bool
) -> None:
    settings.RIP_REDIS_URL, settings.RIP_WORKERS = "", workers
    bus = bus_of_site()
    assert (bus.healthy, bus.speaks) == (healthy, False)


@pytest.mark.parametrize("workers", [1, 2])
def test_with_redis_a_site_has_a_bus_however_few_its_workers(
    settings: Settings, workers: int
) -> None:
    """It may have other nodes."""
    settings.RIP_REDIS_URL, settings.RIP_WORKERS = "redis://127.0.0.1:1/0", workers
    bus = bus_of_site()
    assert (bus.healthy, bus.speaks) == (False, True)


def test_the_processes_of_a_site_share_a_channel_and_other_sites_have_another(
    settings: Settings,
) -> None:
    settings.RIP_REDIS_URL = "redis://127.0.0.1:1/0"

    def channel(secret: str) -> str:
        settings.SECRET_KEY = secret
        bus = bus_of_site()
        assert isinstance(bus, RedisBus)
        return bus.channel

    assert channel("ours") == channel("ours") != channel("theirs")
    assert channel("ours").startswith("rip:chat:")


# The hub on such a bus


def bus_away() -> RedisBus:
    return RedisBus("redis://127.0.0.1:1/0", "channel")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("new_bus", [bus_away, lambda: NoBus(alone=False)])
def test_a_hub_that_hears_of_nobody_looks_itself(
    room: Room, owner_session: Session, settings: Settings, new_bus: Callable[[], Bus]
) -> None:
    settings.RIP_CHAT_CHECK_SECONDS_WITHOUT_REDIS = 0.05

    async def scenario() -> list[int]:
        async with running_hub(new_bus()) as (hub, _):
            assert not hub.has_trusty_bus
            member = Member(hub, room, owner_session)
            await post_elsewhere(written(room.pk, room.owner))
            heard = await member.until_number(1)
            await member.leave()
            return heard

    assert asyncio.run(scenario()) == [1]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("trusty", [True, False])
def test_each_kind_of_bus_has_its_own_interval(settings: Settings, trusty: bool) -> None:
    if trusty:
        settings.RIP_CHAT_CHECK_SECONDS = 0.01
    else:
        settings.RIP_CHAT_CHECK_SECONDS_WITHOUT_REDIS = 0.01

    async def scenario() -> None:
        hubs = {alone: Hub(SUPPORT, NoBus(alone=alone)) for alone in (True, False)}
        seen = {alone: Watcher() for alone in hubs}
        for alone, hub in hubs.items():
            hub.observe(seen[alone])
        async with running(hubs[True]), running(hubs[False]):
            await until(lambda: seen[trusty].compared >= 5)
        # Each hub compares once when it joins its bus.
        assert seen[not trusty].compared == 1

    asyncio.run(scenario())
