"""Probes, and what counts when the server does not answer."""

import asyncio

from bench.flood.probes import PER_SECOND, probe

SECONDS = 0.1


def test_each_probe_that_was_due_has_a_wait() -> None:
    async def send() -> None:
        await asyncio.sleep(0)

    assert len(asyncio.run(probe(send, SECONDS))) == SECONDS * PER_SECOND


def test_probes_without_an_answer_count_with_what_they_have_waited() -> None:
    async def never() -> None:
        await asyncio.Event().wait()

    waits = asyncio.run(probe(never, SECONDS))
    assert len(waits) == SECONDS * PER_SECOND
    assert min(waits) > 0
