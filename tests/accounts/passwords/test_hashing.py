"""Passwords are hashed few at a time, with what the processor has left, and few may wait."""

import asyncio
import os
import sys
import threading
from collections.abc import Callable

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher

from rip.accounts.models import User
from rip.accounts.passwords.hashers import Argon2id
from rip.accounts.passwords.hashing import BUSY_SECONDS, Hashing
from rip.core.errors import Unavailable
from tests.conftest import PASSWORD
from tests.core.http.front_door import ask

pytestmark = pytest.mark.django_db(transaction=True)


def test_no_more_than_so_many_run_at_once_and_those_beyond_are_refused() -> None:
    begun, going_on = threading.Semaphore(0), threading.Event()
    lock = threading.Lock()
    running: list[int] = [0, 0]

    def work() -> str:
        with lock:
            running[0] += 1
            running[1] = max(running)
        begun.release()
        assert going_on.wait(30)
        with lock:
            running[0] -= 1
        return "done"

    async def scenario() -> None:
        hashing = Hashing(size=2, most_here=5)
        calls = [asyncio.create_task(hashing.run(work)) for _ in range(5)]
        for _ in range(2):
            await asyncio.to_thread(begun.acquire)
        with pytest.raises(Unavailable) as refused:
            await hashing.run(work)
        assert refused.value.retry_after == BUSY_SECONDS
        going_on.set()
        assert await asyncio.gather(*calls) == ["done"] * 5
        assert await hashing.run(work) == "done"

    asyncio.run(scenario())
    assert running == [0, 2]


def test_what_a_function_makes_of_its_arguments_comes_back_from_a_thread_for_passwords() -> None:
    def work(first: str, *, second: str) -> tuple[str, str, str]:
        return first, second, threading.current_thread().name.partition("_")[0]

    async def scenario() -> None:
        hashing = Hashing(size=1, most_here=1)
        assert await hashing.run(work, "a", second="b") == ("a", "b", "password")

    asyncio.run(scenario())


def test_a_failure_leaves_its_place_to_the_next() -> None:
    def fail() -> None:
        raise ZeroDivisionError

    async def scenario() -> None:
        hashing = Hashing(size=1, most_here=1)
        for _ in range(3):
            with pytest.raises(ZeroDivisionError):
                await hashing.run(fail)

    asyncio.run(scenario())


def test_a_place_that_was_left_is_one_place() -> None:
    async def scenario() -> None:
        hashing = Hashing(size=1, most_here=1)
        await hashing.run(int)
        ends = await asyncio.gather(hashing.run(int), hashing.run(int), return_exceptions=True)
        assert [type(end) for end in ends] == [int, Unavailable]

    asyncio.run(scenario())


@pytest.mark.skipif(sys.platform != "linux", reason="priorities of threads are Linux's")
def test_hashes_are_made_with_the_lowest_priority_and_others_keep_theirs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def priority() -> int:
        return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())

    before = priority()
    priorities: list[int] = []
    for name in ("encode", "verify"):
        ours = getattr(Argon2PasswordHasher, name)

        def noted(*given: object, ours: Callable[..., object] = ours) -> object:
            priorities.append(priority())
            return ours(*given)

        monkeypatch.setattr(Argon2PasswordHasher, name, noted)
    hasher = Argon2id()
    assert hasher.verify("кошка", hasher.encode("кошка", "salt" * 4))
    assert priorities == [19, 19]
    assert priority() == before


def test_a_sign_in_beyond_those_that_may_wait_is_told_when_to_come_back(
    owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rip.accounts.api.hashing", Hashing(size=1, most_here=0))
    for path in ("/api/token/", "/api/v1/accounts/register"):
        body = {"username": "masha", "password": PASSWORD}
        answer = ask("POST", path, json=body)
        assert answer.status_code == 503, answer.text
        assert answer.headers["Retry-After"] == str(BUSY_SECONDS)
