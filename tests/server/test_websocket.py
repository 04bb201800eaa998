"""The queue and the gate that a socket has instead of those of asyncio."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest

from rip.server.event_queue import EventQueue
from rip.server.websocket import Gate


def run(work: Coroutine[Any, Any, None]) -> None:
    asyncio.run(asyncio.wait_for(work, 5))


def test_a_queue_gives_events_in_order() -> None:
    async def scenario() -> None:
        queue = EventQueue(lambda: None)
        assert queue.empty()
        queue.put_nowait("first")
        queue.put_nowait("second")
        assert not queue.empty()
        assert [await queue.get(), await queue.get()] == ["first", "second"]
        assert queue.empty()

    run(scenario())


def test_a_waiting_reader_is_woken_by_an_event() -> None:
    async def scenario() -> None:
        queue = EventQueue(lambda: None)
        waiting = asyncio.create_task(queue.get())
        await asyncio.sleep(0)
        queue.put_nowait("late")
        queue.put_nowait("later")
        assert await waiting == "late"
        assert await queue.get() == "later"

    run(scenario())


def test_a_reader_that_was_cancelled_takes_nothing_with_it() -> None:
    async def scenario() -> None:
        queue = EventQueue(lambda: None)
        waiting = asyncio.create_task(queue.get())
        await asyncio.sleep(0)
        queue.put_nowait("kept")
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        assert await queue.get() == "kept"

    run(scenario())


def test_a_gate_is_open_until_it_is_closed_and_lets_everyone_through_again() -> None:
    async def scenario() -> None:
        gate = Gate()
        await gate.wait()
        gate.clear()
        waiting = [asyncio.create_task(gate.wait()) for _ in range(3)]
        await asyncio.sleep(0)
        assert not any(task.done() for task in waiting)
        waiting.pop().cancel()
        gate.set()
        await asyncio.gather(*waiting)
        await gate.wait()

    run(scenario())
