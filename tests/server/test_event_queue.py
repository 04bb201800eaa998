"""A mailbox hands events over in their order, and keeps them while it is told to hold."""

import asyncio
from collections.abc import Coroutine
from typing import Any

from rip.server.event_queue import EventQueue

GONE = {"type": "websocket.disconnect"}


def event(text: str) -> dict[str, str]:
    return {"type": "websocket.receive", "text": text}


def run(work: Coroutine[Any, Any, None]) -> None:
    asyncio.run(asyncio.wait_for(work, 5))


def test_events_are_handed_over_as_they_come_and_the_last_ends_it() -> None:
    async def scenario() -> None:
        heard: list[str] = []
        mailbox = EventQueue(lambda: None)
        mailbox.put_nowait(event("before"))
        handing = asyncio.create_task(mailbox.deliver(lambda one: heard.append(one["text"])))
        await asyncio.sleep(0)
        mailbox.put_nowait(event("after"))
        assert heard == ["before", "after"]
        mailbox.put_nowait(GONE)
        await handing
        mailbox.put_nowait(event("too late"))
        mailbox.resume()
        assert heard == ["before", "after"]

    run(scenario())


def test_who_was_gone_before_is_gone_at_once() -> None:
    async def scenario() -> None:
        mailbox = EventQueue(lambda: None)
        mailbox.put_nowait(GONE)
        await mailbox.deliver(lambda one: None)

    run(scenario())


def test_what_comes_while_it_holds_is_kept_until_it_goes_on() -> None:
    async def scenario() -> None:
        heard: list[str] = []
        emptied: list[int] = []

        def hear(one: Any) -> None:
            heard.append(one["text"])
            mailbox.pause()

        mailbox = EventQueue(lambda: emptied.append(len(heard)))
        handing = asyncio.create_task(mailbox.deliver(hear))
        await asyncio.sleep(0)
        for text in "abc":
            mailbox.put_nowait(event(text))
        mailbox.put_nowait(GONE)
        assert (heard, len(mailbox)) == (["a"], 3)
        mailbox.resume()
        mailbox.resume()
        assert (heard, emptied, handing.done()) == (["a", "b", "c"], [], False)
        mailbox.resume()
        assert emptied == [3]
        await handing

    run(scenario())


def test_going_on_within_a_call_keeps_the_order() -> None:
    async def scenario() -> None:
        heard: list[str] = []

        def hear(one: Any) -> None:
            heard.append(one["text"])
            mailbox.pause()
            # As when a message is refused at once.
            mailbox.resume()

        mailbox = EventQueue(lambda: None)
        for text in "abcd":
            mailbox.put_nowait(event(text))
        mailbox.put_nowait(GONE)
        await mailbox.deliver(hear)
        assert heard == list("abcd")

    run(scenario())
