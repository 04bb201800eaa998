"""Pictures are decoded by worker processes, which may die, hang and be dropped at any time."""

import asyncio
import os
import signal
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from rip.core.errors import Unavailable
from rip.core.pictures import queue as pictures_queue
from rip.core.pictures import worker
from rip.core.pictures.convert import convert, convert_blocking
from rip.core.pictures.decoding import Decoded
from rip.core.pictures.headers import Refusal, Refused
from rip.core.pictures.queue import Lane, TooManyPictures, Worker, queue
from tests.kit import pictures
from tests.kit.waiting import wait_until

RAW = pictures.png()


@pytest.fixture
def lane() -> Iterator[Lane]:
    made = Lane("test", most=3, per_worker=100)
    yield made
    made.stop()


def running(lane: Lane) -> int:
    """The process id of the lane's worker, which has started."""
    lane.submit(RAW).future.result()
    number = lane.worker_id
    assert number is not None
    return number


def hanging(lane: Lane) -> int:
    number = running(lane)
    os.kill(number, signal.SIGSTOP)
    return number


def is_gone(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return True
    return False


def test_a_worker_starts_with_the_first_picture_and_stays(lane: Lane) -> None:
    assert lane.worker_id is None
    first = running(lane)
    assert running(lane) == first != os.getpid()


def test_a_picture_that_is_refused_leaves_the_worker(lane: Lane) -> None:
    first = running(lane)
    with pytest.raises(Refused) as caught:
        lane.submit(pictures.png()[:-200]).future.result()
    assert caught.value.reason is Refusal.UNSOUND
    assert running(lane) == first


def test_a_worker_that_is_killed_costs_one_picture(lane: Lane) -> None:
    number = hanging(lane)
    job = lane.submit(RAW)
    os.kill(number, signal.SIGKILL)
    with pytest.raises(Unavailable) as caught:
        job.future.result()
    assert caught.value.retry_after == pictures_queue.BUSY_SECONDS
    assert running(lane) != number


def test_a_worker_that_died_between_two_pictures_costs_at_most_one(lane: Lane) -> None:
    number = running(lane)
    os.kill(number, signal.SIGKILL)
    with pytest.raises(Unavailable):
        lane.submit(RAW).future.result()
    assert running(lane) != number


def test_a_worker_that_hangs_is_killed(lane: Lane, monkeypatch: pytest.MonkeyPatch) -> None:
    number = hanging(lane)
    with monkeypatch.context() as brief:
        brief.setattr(pictures_queue, "MOST_SECONDS", 0.01)
        with pytest.raises(Unavailable):
            lane.submit(RAW).future.result()
    assert is_gone(number)
    assert running(lane) != number


def test_a_picture_that_takes_too_much_processor_time_is_refused(lane: Lane) -> None:
    number = hanging(lane)
    job = lane.submit(RAW)
    os.kill(number, signal.SIGXCPU)
    os.kill(number, signal.SIGCONT)
    with pytest.raises(Refused) as caught:
        job.future.result()
    assert caught.value.reason is Refusal.TOO_SLOW
    assert running(lane) != number


def test_pictures_beyond_the_most_are_refused_with_a_time_to_come_back(lane: Lane) -> None:
    hanging(lane)
    jobs = [lane.submit(RAW) for _ in range(3)]
    with pytest.raises(TooManyPictures) as caught:
        lane.submit(RAW)
    assert caught.value.retry_after == pictures_queue.BUSY_SECONDS
    for job in jobs:
        job.cancel()
        with pytest.raises(Unavailable):
            job.future.result()
    running(lane)


def test_a_picture_that_is_dropped_while_it_waits_is_never_begun(lane: Lane) -> None:
    number = hanging(lane)
    first, second = lane.submit(RAW), lane.submit(RAW)
    second.cancel()
    os.kill(number, signal.SIGCONT)
    assert first.future.result().width == 400
    with pytest.raises(Unavailable):
        second.future.result()
    assert running(lane) == number


def test_a_worker_is_replaced_after_some_pictures() -> None:
    lane = Lane("short", most=3, per_worker=2)
    first = running(lane)
    lane.submit(RAW).future.result()
    assert lane.worker_id is None
    assert is_gone(first)
    assert running(lane) != first
    lane.stop()


def test_after_a_large_picture_its_memory_is_given_back() -> None:
    queue.start()
    convert_blocking(pictures.jpeg(2_500, 2_000))
    assert queue.large.worker_id is None


def test_a_small_picture_does_not_wait_for_a_large_one() -> None:
    queue.start()
    convert_blocking(RAW)
    small = queue.small.worker_id
    with ThreadPoolExecutor(1) as other:
        large = other.submit(convert_blocking, pictures.jpeg(2_500, 2_000))
        assert convert_blocking(RAW).width == 400
        assert queue.small.worker_id == small
        assert large.result().width == 1_600


def test_who_gives_up_ends_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures_queue, "MOST_SECONDS", 3_600.0)
    queue.start()
    convert_blocking(RAW)
    number = queue.small.worker_id
    assert number is not None
    os.kill(number, signal.SIGSTOP)
    decode = Worker.decode

    async def give_up() -> int:
        begun = asyncio.Event()
        loop = asyncio.get_running_loop()

        def noticed(at_work: Worker, raw: bytes) -> Decoded:
            loop.call_soon_threadsafe(begun.set)
            return decode(at_work, raw)

        monkeypatch.setattr(Worker, "decode", noticed)
        task = asyncio.create_task(convert(RAW))
        await begun.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return (await convert(RAW)).width

    assert asyncio.run(give_up()) == 400


def test_a_server_that_stops_drops_what_it_has_and_takes_no_more(lane: Lane) -> None:
    number = hanging(lane)
    jobs = [lane.submit(RAW) for _ in range(2)]
    lane.stop()
    for job in jobs:
        with pytest.raises(Unavailable):
            job.future.result()
    assert is_gone(number)
    with pytest.raises(Unavailable):
        lane.submit(RAW)
    lane.start()
    running(lane)


def test_several_callers_at_once_get_their_own_picture() -> None:
    queue.start()
    sizes = [(40 + n, 30) for n in range(12)]
    with ThreadPoolExecutor(6) as callers:
        made = list(callers.map(lambda size: convert_blocking(pictures.png(*size)), sizes))
    assert [(one.width, one.height) for one in made] == sizes


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_worker_is_limited_and_knows_no_secret(
    lane: Lane, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("SECRET_KEY", "DATABASE_URL", "RIP_MAIL_PASSWORD"):
        monkeypatch.setenv(name, "a-secret")
    process = Path(f"/proc/{running(lane)}")
    assert b"a-secret" not in (process / "environ").read_bytes()
    limits = (process / "limits").read_text()
    assert f"Max address space         {worker.MOST_MEMORY}" in limits
    assert "Max cpu time              unlimited" not in limits


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_worker_ends_with_its_server(lane: Lane) -> None:
    number = running(lane)
    parent = Path(f"/proc/{number}/stat").read_text().rsplit(")", 1)[1].split()[1]
    assert int(parent) == os.getpid()
    lane.stop()
    wait_until(lambda: is_gone(number), failing="The worker stayed.")
