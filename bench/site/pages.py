"""`./run bench pages`: the board's page as people get it who are not signed in.

RIP on one core, 16 connections from the other, boards of 1,000 and 100,000 adverts.
"""

import argparse
import functools
import random
import re
import statistics
from collections.abc import Callable, Iterator
from itertools import cycle, islice, repeat
from typing import Final
from urllib.parse import urlencode

import uvloop

from bench.catalogue.adverts import DEAREST
from bench.catalogue.boards import PAGE
from bench.catalogue.stands import rip_stand
from bench.catalogue.works import demand
from bench.connections import Ask
from bench.figures import Figures
from bench.report import Goal, Part, Sheet, show, spread, write
from bench.requests import Request, measure_all

SIZES: Final = (1_000, 100_000)
WANTED: Final = 400
WARM_FILTERS: Final = 12
# Part of all prices that a page is chosen from: enough for a full page of a thousand adverts.
PRICE_SPAN: Final = 0.25
PETS: Final = {"Dog": ("Собака",), "Cat": ("Кот", "Кошка")}
CARD: Final = re.compile(r'<li class="panel.*?</li>', re.DOTALL)
PRICE: Final = re.compile(r'font-semibold[^"]*">([\d\s]+)\s₽<')


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./run bench pages", description=__doc__)
    parser.add_argument("--seconds", type=float, default=3, help="of each turn; %(default)s")
    parser.add_argument("--rounds", type=int, default=3, help="of all turns; %(default)s")
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks.md too")
    options = parser.parse_args(arguments)
    turns: dict[tuple[str, int], list[Figures]] = {}
    for size in SIZES:
        with rip_stand(size) as board:
            for name, asks in [*WORKS.items()] * options.rounds:
                used = board.cpu_seconds
                load = functools.partial(measure_all, board.url, server_cpu=used)
                figures = uvloop.run(load(asks(board.url), options.seconds))
                turns.setdefault((name, size), []).append(figures)
    part = _part(turns)
    show(part)
    if options.write:
        write(part)
    return 0


def the_same(url: str) -> Iterator[Ask]:
    """The first page, over and over; compressed, as browsers ask for it."""
    return repeat(Request(f"{url}/", headers={"Accept-Encoding": "gzip"}).ask())


def repeated(url: str) -> Iterator[Ask]:
    return cycle(list(islice(ever_new(url, random.Random(PAGE)), WARM_FILTERS)))


def ever_new(url: str, chance: random.Random | None = None) -> Iterator[Ask]:
    """A kind and a span of prices that nobody has asked for before."""
    chance = chance or random.Random()
    while True:
        kind = chance.choice([*PETS])
        lowest = round(chance.uniform(1, DEAREST * (1 - PRICE_SPAN)), 2)
        highest = round(lowest + DEAREST * PRICE_SPAN, 2)
        wanted = {"kind": kind, "price_min": lowest, "price_max": highest, "sort": "price"}
        request = Request(f"{url}/?{urlencode(wanted)}")
        yield request.ask(functools.partial(_check, kind, lowest, highest))


def _check(kind: str, lowest: float, highest: float, body: bytes) -> None:
    cards = CARD.findall(body.decode())
    demand(len(cards) == PAGE, f"a page has {len(cards)} cards")
    right = all(any(f">{pet}, " in card for pet in PETS[kind]) for card in cards)
    demand(right, f"not all are {kind}")
    prices = [int(re.sub(r"\D", "", found)) for card in cards for found in PRICE.findall(card)]
    demand(len(prices) == PAGE, "a card has no price")
    demand(prices == sorted(prices), "a page is not in order of price")
    demand(lowest <= prices[0] <= prices[-1] <= highest, "a price is not what was asked for")


WORKS: Final[dict[str, Callable[[str], Iterator[Ask]]]] = {
    "the first page, gzip": the_same,
    "filters repeated": repeated,
    "ever-new filters": ever_new,
}


def _part(turns: dict[tuple[str, int], list[Figures]]) -> Part:
    columns = ["page", "adverts", "per second", "p50 ms", "p99 ms", "bytes", "server / load CPU"]
    rows = []
    for (name, size), taken in turns.items():
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
    return Part("pages", [Sheet("The board as a page", columns, rows)], _goals(turns))


def _goals(turns: dict[tuple[str, int], list[Figures]]) -> list[Goal]:
    goals = []
    for name in WORKS:
        rates = {
            size: statistics.median(one.per_second for one in turns[name, size]) for size in SIZES
        }
        lowest = min(rates.values())
        goals.append(Goal(f"{name}, a second", f"{lowest:,.0f}", f"≥ {WANTED}", lowest >= WANTED))
        cost = rates[SIZES[0]] / rates[SIZES[1]]
        claim = f"{name}: cost with {SIZES[1]:,} adverts ÷ with {SIZES[0]:,}"
        goals.append(Goal(claim, f"{cost:.2f}", "≤ 1.5", cost <= 1.5))
    return goals
