"""A queue delivers events in order, and stores them while it is paused."""

import asyncio
from collections.abc import Coroutine
from typing import Any

from rip.server.event_queue import EventQueue

GONE = {"type": "websocket.disconnect"}


def event(text: str) -> dict[str, str]:
    return {"type": "websocket.receive", "text": text}


def run(work: Coroutine[Any, Any, None]) -> None:
    asyncio.run(asyncio.wait_for(work, 5))


def test_events_are_delivered_as_they_come_and_the_last_ends_it() -> None:
    async def scenario() -> None:
        heard: list[str] = []
        queue = EventQueue(lambda: None)
        queue.put_nowait(event("before"))
        handing = asyncio.create_task(queue.deliver(lambda one: heard.append(one["text"])))
        await asyncio.sleep(0)
        queue.put_nowait(event("after"))
        assert heard == ["before", "after"]
        queue.put_nowait(GONE)
        await handing
        queue.put_nowait(event("too late"))
        queue.resume()
        assert heard == ["before", "after"]

    run(scenario())


def test_a_client_that_was_gone_before_ends_it_at_once() -> None:
    async def scenario() -> None:
        queue = EventQueue(lambda: None)
        queue.put_nowait(GONE)
        await queue.deliver(lambda one: None)

    run(scenario())


def test_events_that_come_during_a_pause_wait_for_its_end() -> None:
    async def scenario() -> None:
        heard: list[str] = []
        emptied: list[int] = []

        def hear(one: Any) -> None:
            heard.append(one["text"])
            queue.pause()

        queue = EventQueue(lambda: emptied.append(len(heard)))
        handing = asyncio.create_task(queue.deliver(hear))
        await asyncio.sleep(0)
        for text in "abc":
            queue.put_nowait(event(text))
        queue.put_nowait(GONE)
        assert (heard, len(queue)) == (["a"], 3)
        queue.resume()
        queue.resume()
        assert (heard, emptied, handing.done()) == (["a", "b", "c"], [], False)
        queue.resume()
        assert emptied == [3]
        await handing

    run(scenario())


def test_resuming_within_a_call_keeps_the_order() -> None:
    async def scenario() -> None:
        heard: list[str] = []

        def hear(one: Any) -> None:
            heard.append(one["text"])
            queue.pause()
            # As when a message is refused at once.
            queue.resume()

        queue = EventQueue(lambda: None)
        for text in "abcd":
            queue.put_nowait(event(text))
        queue.put_nowait(GONE)
        await queue.deliver(hear)
        assert heard == list("abcd")

    run(scenario())
