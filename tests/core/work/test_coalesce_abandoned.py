"""Work that fails when nobody waits for it any more is no error of the event loop."""

import asyncio
import gc
from typing import Any

from rip.core.work.coalesce import SingleFlight
from tests.kit.waiting import turns


def test_a_failure_that_nobody_waits_for_is_not_reported_as_lost() -> None:
    reported: list[dict[str, Any]] = []

    async def scenario() -> None:
        asyncio.get_running_loop().set_exception_handler(lambda _, lost: reported.append(lost))
        flight, begun, may_fail = SingleFlight(), asyncio.Event(), asyncio.Event()

        async def work() -> None:
            begun.set()
            await may_fail.wait()
            raise ConnectionError

        caller = asyncio.create_task(flight.do("key", work))
        await begun.wait()
        caller.cancel()
        await asyncio.wait([caller])
        may_fail.set()
        me = asyncio.current_task()
        await asyncio.wait([task for task in asyncio.all_tasks() if task is not me])
        await turns()
        gc.collect()

    asyncio.run(scenario())
    assert reported == []
