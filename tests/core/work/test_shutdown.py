"""Steps come before a signal to stop, whatever becomes of them."""

import asyncio
import gc
import os
import signal
import threading
from collections.abc import Awaitable, Callable, Iterator
from types import FrameType

import pytest

from rip.core.work.shutdown import before_shutdown, steps_before_signals
from tests.kit.waiting import turns, until


@pytest.fixture
def heard() -> Iterator[list[str]]:
    """The steps that ran, and the signals a server took as its own, in their order."""
    heard: list[str] = []

    def take(number: int, _frame: FrameType | None) -> None:
        heard.append(signal.Signals(number).name)

    before = {number: signal.signal(number, take) for number in (signal.SIGTERM, signal.SIGINT)}
    yield heard
    for number, handler in before.items():
        signal.signal(number, handler)


def step(heard: list[str], name: str, *, after: str = "") -> Callable[[], Awaitable[None]]:
    """A step that takes a while: until `after` is heard."""

    async def do() -> None:
        heard.append(f"{name} begins")
        await turns()
        await until(lambda: not after or after in heard)
        heard.append(f"{name} ends")

    return do


async def until_there_are(heard: list[str], count: int) -> None:
    await until(lambda: len(heard) >= count)


def test_steps_run_last_first_and_then_the_server_takes_the_signal(heard: list[str]) -> None:
    async def scenario() -> None:
        with (
            before_shutdown(step(heard, "one")),
            before_shutdown(step(heard, "two")),
            steps_before_signals(),
        ):
            os.kill(os.getpid(), signal.SIGTERM)
            await until_there_are(heard, 5)

    asyncio.run(scenario())
    assert heard == ["two begins", "two ends", "one begins", "one ends", "SIGTERM"]


def test_a_step_is_for_its_signals(heard: list[str]) -> None:
    async def scenario() -> None:
        with (
            before_shutdown(step(heard, "term"), signals=(signal.SIGTERM,)),
            steps_before_signals(),
        ):
            os.kill(os.getpid(), signal.SIGINT)
            await until_there_are(heard, 1)

    asyncio.run(scenario())
    assert heard == ["SIGINT"]


def test_a_signal_that_comes_twice_meanwhile_counts_once_and_another_need_not_wait(
    heard: list[str],
) -> None:
    async def scenario() -> None:
        with (
            before_shutdown(step(heard, "slow", after="SIGINT"), signals=(signal.SIGTERM,)),
            steps_before_signals(),
        ):
            os.kill(os.getpid(), signal.SIGTERM)
            await until_there_are(heard, 1)
            os.kill(os.getpid(), signal.SIGTERM)
            os.kill(os.getpid(), signal.SIGINT)
            await until_there_are(heard, 4)

    asyncio.run(scenario())
    assert heard == ["slow begins", "SIGINT", "slow ends", "SIGTERM"]


def test_a_signal_that_comes_after_all_steps_counts_again(heard: list[str]) -> None:
    """The second Ctrl-C ends a server at once."""

    async def scenario() -> None:
        with before_shutdown(step(heard, "one")), steps_before_signals():
            for count in (3, 6):
                os.kill(os.getpid(), signal.SIGTERM)
                await until_there_are(heard, count)

    asyncio.run(scenario())
    assert heard == ["one begins", "one ends", "SIGTERM"] * 2


@pytest.mark.usefixtures("heard")
def test_a_signal_that_the_server_ignores_has_its_steps_too() -> None:
    async def scenario() -> None:
        failed: list[object] = []
        asyncio.get_running_loop().set_exception_handler(lambda _loop, about: failed.append(about))
        with before_shutdown(step(done, "one")), steps_before_signals():
            os.kill(os.getpid(), signal.SIGTERM)
            await until_there_are(done, 2)
        await asyncio.sleep(0)
        gc.collect()
        assert failed == []

    done: list[str] = []
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    asyncio.run(scenario())
    assert done == ["one begins", "one ends"]


def test_a_step_that_fails_keeps_no_signal_from_the_server(heard: list[str]) -> None:
    async def fail() -> None:
        raise ValueError

    async def scenario() -> None:
        with (
            before_shutdown(step(heard, "one")),
            before_shutdown(fail),
            steps_before_signals(),
        ):
            os.kill(os.getpid(), signal.SIGTERM)
            await until_there_are(heard, 3)

    asyncio.run(scenario())
    assert heard == ["one begins", "one ends", "SIGTERM"]


def test_signals_are_the_servers_again_afterwards(heard: list[str]) -> None:
    async def scenario() -> None:
        with steps_before_signals():
            pass

    taken = signal.getsignal(signal.SIGTERM)
    asyncio.run(scenario())
    assert signal.getsignal(signal.SIGTERM) is taken


def test_outside_the_main_thread_nothing_is_done(heard: list[str]) -> None:
    async def scenario() -> None:
        with before_shutdown(step(heard, "one")), steps_before_signals():
            heard.append("served")

    thread = threading.Thread(target=lambda: asyncio.run(scenario()))
    thread.start()
    thread.join()
    assert heard == ["served"]
