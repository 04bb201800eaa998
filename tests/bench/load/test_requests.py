"""Load: many connections, each with one request in flight."""

import asyncio
import itertools

import pytest

from bench.load.exchanges import Request, WrongResponse
from bench.load.requests import measure_all
from tests.bench.tiny import answering_server, sized, tiny_server

SECONDS = 0.05


def test_all_right_answers_are_counted() -> None:
    async def run() -> None:
        requests: list[bytes] = []

        def answer(request: bytes) -> bytes:
            requests.append(request)
            return sized(b"four")

        async with answering_server(answer) as url:
            exchanges = (
                Request(f"{url}/{number}").exchange(size=4) for number in itertools.count()
            )
            measurement = await measure_all(url, exchanges, SECONDS, warm_up=0)
        assert 0 < len(measurement.latencies) <= len(requests)
        assert len(set(requests)) == len(requests), "a request was sent twice"
        assert measurement.bytes_each == 4
        assert measurement.load_cpu > 0

    asyncio.run(run())


def test_a_wrong_answer_among_right_ones_is_found() -> None:
    async def run() -> None:
        async with tiny_server(*[sized(b"one")] * 40, sized(b"", "500 Oops")) as url:
            with pytest.raises(WrongResponse, match="500 Oops"):
                await measure_all(url, itertools.repeat(Request(url).exchange()), 5)

    asyncio.run(run())
