"""Writes beside the reads, each looked for at once."""

import asyncio
import json
import re
from pathlib import Path

import pytest

from bench.catalogue.writes import WRITES_PER_SECOND, Written, written_beside
from bench.load.exchanges import WrongResponse
from bench.servers.boards import Drf
from tests.bench.tiny import answering_server, sized
from tests.kit.waiting import until


class Prices:
    """A board that may forget to show what it has acknowledged."""

    def __init__(self, *, stale: bool) -> None:
        self.stale = stale
        self.prices: dict[bytes, int] = {}

    def answer(self, request: bytes) -> bytes:
        found = re.match(rb"(\w+) /api/adverts/(\d+)/", request)
        assert found
        method, number = found.groups()
        shown = self.prices.get(number, 0)
        if method == b"PATCH":
            shown = json.loads(request.partition(b"\r\n\r\n")[2])["price"]
            if not self.stale:
                self.prices[number] = shown
        return sized(b'{"price":%d}' % shown)


async def write_to(prices: Prices) -> Written:
    async with answering_server(prices.answer) as url:
        async with written_beside(Drf(10, url, 1, database=Path())) as written:
            await until(lambda: written.count >= 5)
        return written


def test_writes_are_paced_and_counted() -> None:
    written = asyncio.run(write_to(Prices(stale=False)))
    # The first is due at once, and none comes before it is due.
    assert 5 <= written.count <= 1 + written.seconds * WRITES_PER_SECOND
    assert written.per_second == written.count / written.seconds


def test_a_read_that_misses_the_write_before_it_is_wrong() -> None:
    with pytest.raises(WrongResponse, match="a read after the write showed"):
        asyncio.run(write_to(Prices(stale=True)))
