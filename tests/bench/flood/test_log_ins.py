"""Log-ins that are sent whether they are answered or not."""

import asyncio

from bench.flood.log_ins import NO_ANSWER, log_ins
from bench.surface.people import People, Person, Who
from tests.bench.tiny import answering_server, sized
from tests.kit.waiting import until


def people(url: str) -> People:
    customers = [Person(url, number, f"customer-{number}") for number in (1, 2)]
    return People(url, 10, 2, 2, {Who.NOBODY: [Person(url)], Who.CUSTOMER: customers})


def test_answers_are_counted_by_their_status() -> None:
    async def run() -> None:
        answers = iter([sized(b"", "503 Busy"), *[sized(b"{}")] * 100])
        async with answering_server(lambda _: next(answers)) as url:
            async with log_ins(people(url)) as done:
                await until(lambda: done.sent >= 5)
            assert done.statuses[503] == 1
            assert done.statuses[200] == done.sent - 1

    asyncio.run(run())


def test_a_log_in_that_nobody_answers_is_counted() -> None:
    async def run() -> None:
        async with answering_server(lambda _: b"") as url:
            pass
        async with log_ins(people(url)) as done:
            await until(lambda: done.sent >= 2)
        assert done.statuses == {NO_ANSWER: done.sent}

    asyncio.run(run())
