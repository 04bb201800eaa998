"""`./run bench pages`: the board's page, for visitors who are not signed in.

RIP on one core, 16 connections from the other, boards of 1,000 and 100,000 adverts.
"""

import functools
import random
import re
import statistics
from collections.abc import Callable, Iterator
from itertools import cycle, islice, repeat
from typing import Final
from urllib.parse import urlencode

import uvloop

from bench.command_line import command_parser, publish
from bench.data.adverts import DEAREST
from bench.load.exchanges import Exchange, Request, require
from bench.load.measurement import Measurement
from bench.load.requests import measure_all
from bench.report.tables import Goal, Report, Table, spread
from bench.servers.board_servers import rip_board
from bench.servers.boards import PAGE

SIZES: Final = (1_000, 100_000)
WANTED: Final = 400
WARM_FILTERS: Final = 12
# The part of all prices that a page is chosen from: a thousand adverts give a full page in it.
PRICE_SPAN: Final = 0.25
PETS: Final = {"Dog": ("Собака",), "Cat": ("Кот", "Кошка")}
CARD: Final = re.compile(r'<li class="panel.*?</li>', re.DOTALL)
PRICE: Final = re.compile(r'font-semibold[^"]*">([\d\s]+)\s₽<')


def main(arguments: list[str]) -> int:
    options = command_parser("pages", __doc__, seconds=3, rounds=3).parse_args(arguments)
    runs: dict[tuple[str, int], list[Measurement]] = {}
    for size in SIZES:
        with rip_board(size, options.access_log) as board:
            for name, exchanges in [*WORKLOADS.items()] * options.rounds:
                used = board.cpu_seconds
                load = functools.partial(measure_all, board.url, server_cpu=used)
                measurement = uvloop.run(load(exchanges(board.url), options.seconds))
                runs.setdefault((name, size), []).append(measurement)
    publish(_report(runs), options)
    return 0


def the_same(url: str) -> Iterator[Exchange]:
    """Request the first page over and over, compressed, as browsers do."""
    return repeat(Request(f"{url}/", headers={"Accept-Encoding": "gzip"}).exchange())


def repeated(url: str) -> Iterator[Exchange]:
    return cycle(list(islice(ever_new(url, random.Random(PAGE)), WARM_FILTERS)))


def ever_new(url: str, chance: random.Random | None = None) -> Iterator[Exchange]:
    """Request a kind and a span of prices that nobody has requested before."""
    chance = chance or random.Random()
    while True:
        kind = chance.choice([*PETS])
        lowest = round(chance.uniform(1, DEAREST * (1 - PRICE_SPAN)), 2)
        highest = round(lowest + DEAREST * PRICE_SPAN, 2)
        query = {"kind": kind, "price_min": lowest, "price_max": highest, "sort": "price"}
        request = Request(f"{url}/?{urlencode(query)}")
        yield request.exchange(functools.partial(_check, kind, lowest, highest))


def _check(kind: str, lowest: float, highest: float, body: bytes) -> None:
    cards = CARD.findall(body.decode())
    require(len(cards) == PAGE, f"a page has {len(cards)} cards")
    right = all(any(f">{pet}, " in card for pet in PETS[kind]) for card in cards)
    require(right, f"not all are {kind}")
    prices = [int(re.sub(r"\D", "", found)) for card in cards for found in PRICE.findall(card)]
    require(len(prices) == PAGE, "a card has no price")
    require(prices == sorted(prices), "a page is not in order of price")
    require(lowest <= prices[0] <= prices[-1] <= highest, "a price is not in the requested span")


WORKLOADS: Final[dict[str, Callable[[str], Iterator[Exchange]]]] = {
    "the first page, gzip": the_same,
    "filters repeated": repeated,
    "ever-new filters": ever_new,
}


def _report(runs: dict[tuple[str, int], list[Measurement]]) -> Report:
    columns = ["page", "adverts", "per second", "p50 ms", "p99 ms", "bytes", "server / load CPU"]
    rows = []
    for (name, size), taken in runs.items():
        server = statistics.median(one.server_cpu for one in taken)
        load = statistics.median(one.load_cpu for one in taken)
        rows.append(
            [
                name,
                f"{size:,}",
                spread([one.per_second for one in taken]),
                spread([one.percentile(50) for one in taken], ".1f"),
                spread([one.percentile(99) for one in taken], ".1f"),
                f"{statistics.median(one.bytes_each for one in taken):,.0f}",
                f"{server:.0%} / {load:.0%}",
            ]
        )
    return Report("pages", [Table("The board as a page", columns, rows)], _goals(runs))


def _goals(runs: dict[tuple[str, int], list[Measurement]]) -> list[Goal]:
    goals = []
    for name in WORKLOADS:
        rates = {
            size: statistics.median(one.per_second for one in runs[name, size]) for size in SIZES
        }
        lowest = min(rates.values())
        goals.append(Goal(f"{name}, a second", f"{lowest:,.0f}", f"≥ {WANTED}", lowest >= WANTED))
        cost = rates[SIZES[0]] / rates[SIZES[1]]
        claim = f"{name}: cost with {SIZES[1]:,} adverts ÷ with {SIZES[0]:,}"
        goals.append(Goal(claim, f"{cost:.2f}", "≤ 1.5", cost <= 1.5))
    return goals
