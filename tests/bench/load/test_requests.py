"""Load: many connections, each with one request in flight."""

import asyncio
import itertools

import pytest

from bench.connections import WrongAnswer
from bench.requests import Request, measure_all
from tests.bench.tiny import answering_server, sized, tiny_server

SECONDS = 0.05


def test_all_right_answers_are_counted() -> None:
    async def run() -> None:
        asked: list[bytes] = []

        def answer(request: bytes) -> bytes:
            asked.append(request)
            return sized(b"four")

        async with answering_server(answer) as url:
            asks = (Request(f"{url}/{number}").ask(size=4) for number in itertools.count())
            figures = await measure_all(url, asks, SECONDS, warm_up=0)
        assert 0 < len(figures.latencies) <= len(asked)
        assert len(set(asked)) == len(asked), "an ask was sent twice"
        assert figures.bytes_each == 4
        assert figures.load_cpu > 0

    asyncio.run(run())


def test_a_wrong_answer_among_right_ones_is_found() -> None:
    async def run() -> None:
        async with tiny_server(*[sized(b"one")] * 40, sized(b"", "500 Oops")) as url:
            with pytest.raises(WrongAnswer, match="500 Oops"):
                await measure_all(url, itertools.repeat(Request(url).ask()), 5)

    asyncio.run(run())
