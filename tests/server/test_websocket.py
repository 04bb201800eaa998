"""The mailbox and the gate that a socket carries instead of asyncio's queue and event."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest

from rip.server.event_queue import EventQueue
from rip.server.websocket import Gate


def run(work: Coroutine[Any, Any, None]) -> None:
    asyncio.run(asyncio.wait_for(work, 5))


def test_a_mailbox_gives_what_came_in_its_order() -> None:
    async def scenario() -> None:
        mailbox = EventQueue(lambda: None)
        assert mailbox.empty()
        mailbox.put_nowait("first")
        mailbox.put_nowait("second")
        assert not mailbox.empty()
        assert [await mailbox.get(), await mailbox.get()] == ["first", "second"]
        assert mailbox.empty()

    run(scenario())


def test_who_waits_at_a_mailbox_is_woken_by_what_comes() -> None:
    async def scenario() -> None:
        mailbox = EventQueue(lambda: None)
        waiting = asyncio.create_task(mailbox.get())
        await asyncio.sleep(0)
        mailbox.put_nowait("late")
        mailbox.put_nowait("later")
        assert await waiting == "late"
        assert await mailbox.get() == "later"

    run(scenario())


def test_a_reader_that_was_cancelled_takes_nothing_with_it() -> None:
    async def scenario() -> None:
        mailbox = EventQueue(lambda: None)
        waiting = asyncio.create_task(mailbox.get())
        await asyncio.sleep(0)
        mailbox.put_nowait("kept")
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        assert await mailbox.get() == "kept"

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
