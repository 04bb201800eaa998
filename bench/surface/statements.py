"""The statements that a request costs: a short pass, one request at a time, not measured."""

import asyncio
import sys
from collections.abc import Callable, Sequence
from itertools import islice
from typing import Final

from bench.load.connections import connect
from bench.load.exchanges import WrongResponse
from bench.surface.people import People
from bench.surface.results import Place, Results
from bench.surface.rows.row import KEPT, Row
from bench.surface.sites import counting_site
from bench.surface.templates import Size

# By then caches are warm, and of what is made some is taken away again.
WARM_UP: Final = KEPT + 4
COUNTED: Final = 10


def count_statements(place: Place, size: Size, rows: Sequence[Row], results: Results) -> None:
    print(f"Counting statements: {place.engine}, {place.size}", file=sys.stderr)
    with counting_site(place.engine, size) as (site, count):
        for row in rows:
            try:
                counted = asyncio.run(_counted(site.people, row, count))
            except (WrongResponse, OSError) as error:
                print(f"{row.name}: {str(error)[:200]}", file=sys.stderr)
                continue
            results.statements[place, row.name] = counted


async def _counted(people: People, row: Row, count: Callable[[], int]) -> float:
    exchanges = row.exchanges(people, row.who)
    connection = await connect(people.url)
    try:
        for exchange in islice(exchanges, WARM_UP):
            await connection.get(exchange)
        before = count()
        for exchange in islice(exchanges, COUNTED):
            await connection.get(exchange)
        return (count() - before) / COUNTED
    finally:
        connection.close()
