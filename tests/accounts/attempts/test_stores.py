"""Attempts are counted together where Redis is, else by each process, in bounded memory."""

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from redis import Redis
from structlog.testing import capture_logs

from rip.accounts.attempts.stores import (
    NONE,
    AttemptsInMemory,
    AttemptsInRedis,
    AttemptStore,
    Tries,
)

NOWHERE = "redis://127.0.0.1:1/0"


def one_more(counts: list[Tries]) -> list[Tries]:
    return [Tries(one.count + 1, 7.5) for one in counts]


def counts_of(store: AttemptStore, *keys: str) -> list[Tries]:
    read: list[Tries] = []

    def look(counts: list[Tries]) -> list[Tries]:
        read.extend(counts)
        return counts

    store.change(keys, look)
    return read


def in_redis(url: str) -> AttemptsInRedis:
    return AttemptsInRedis(url, AttemptsInMemory())


@pytest.fixture
def key() -> str:
    return uuid.uuid4().hex


@pytest.fixture(params=["memory", pytest.param("redis", marks=pytest.mark.redis)])
def store(request: pytest.FixtureRequest) -> AttemptStore:
    if request.param == "memory":
        return AttemptsInMemory()
    return in_redis(request.getfixturevalue("redis_url"))


def test_what_was_never_counted_is_none(store: AttemptStore, key: str) -> None:
    assert counts_of(store, key) == [NONE]


def test_several_are_changed_in_one_step(store: AttemptStore, key: str) -> None:
    store.change([key, f"{key} я"], one_more)
    store.change([key], one_more)
    assert counts_of(store, key, f"{key} я") == [Tries(2, 7.5), Tries(1, 7.5)]


def test_who_refuses_changes_nothing(store: AttemptStore, key: str) -> None:
    def refuse(_counts: list[Tries]) -> list[Tries]:
        raise LookupError

    store.change([key], one_more)
    with pytest.raises(LookupError):
        store.change([key], refuse)
    assert counts_of(store, key) == [Tries(1, 7.5)]


def test_of_many_at_once_none_is_lost(store: AttemptStore, key: str) -> None:
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda _: store.change([key], one_more), range(40)))
    assert counts_of(store, key) == [Tries(40, 7.5)]


def test_processes_count_together_in_redis_for_a_day(redis_url: str, key: str) -> None:
    for _ in range(2):
        in_redis(redis_url).change([key], one_more)
    assert counts_of(in_redis(redis_url), key) == [Tries(2, 7.5)]
    with Redis.from_url(redis_url) as redis:
        names = list(redis.scan_iter("rip:attempts:*"))
        assert all(0 < redis.ttl(name) <= 24 * 3600 for name in names)
        assert not any(key in name.decode() for name in names)


def test_without_redis_a_process_counts_alone(key: str) -> None:
    store = in_redis(NOWHERE)
    with capture_logs() as logs:
        for _ in range(2):
            store.change([key], one_more)
        assert counts_of(store, key) == [Tries(2, 7.5)]
    assert {line["event"] for line in logs} == {"shared_attempts_unavailable"}


def test_memory_is_bounded_and_forgets_what_changed_the_longest_ago() -> None:
    store = AttemptsInMemory(most=3)
    for key in ["a", "b", "c", "a", "d"]:
        store.change([key], one_more)
    assert len(store) == 3
    assert counts_of(store, "a", "b") == [Tries(2, 7.5), NONE]
