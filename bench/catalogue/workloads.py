"""Workloads of a board, and the responses that are right for them."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count, cycle, repeat
from typing import Final

from bench.data.adverts import DEAREST, PRICE_STEP, PRICE_STEPS, Advert, advert
from bench.load.exchanges import Exchange, Request, fetch, require
from bench.servers.boards import PAGE, Board, Filters, Rip, SearchTerms, decode

# The whole list is requested of small boards alone: nobody reads more at once.
WHOLE_SIZE: Final = 1_000
WARM_FILTERS: Final = 12
# The part of all prices that a page is chosen from: a thousand adverts give a full page in it.
PRICE_SPAN: Final = 0.25
NEW_NUMBERS: Final = 10_000_000

_new = count(NEW_NUMBERS)


@dataclass(frozen=True)
class Workload:
    """One kind of request; `exchanges` gives them without end. Some are for RIP alone, or for
    boards of up to `largest` adverts. `writes` is never combined with `beside_writes`."""

    name: str
    title: str
    exchanges: Callable[[Board], Iterator[Exchange]]
    largest: int | None = None
    only_rip: bool = False
    beside_writes: bool = False
    writes: bool = False

    @property
    def has_ceiling(self) -> bool:
        """True if a server could at best send the bytes of the response and do nothing else."""
        return not (self.writes or self.beside_writes or self.only_rip)

    def suits(self, board: Board) -> bool:
        if self.only_rip and not isinstance(board, Rip):
            return False
        return self.largest is None or board.size <= self.largest


def _same(found: Advert, number: int) -> None:
    """Raise WrongResponse unless the advert is as it was written. Its price may have changed."""
    for name, value in advert(number).items():
        require(
            name == "price" or found[name] == value, f"advert {number} has the {name} of another"
        )


def _whole_right(board: Board) -> Callable[[bytes], None]:
    def check(body: bytes) -> None:
        items = board.items(body)
        numbers = [board.number(item) for item in items]
        require(
            numbers == list(range(board.size, 0, -1)), "the list is not all adverts, newest first"
        )
        for number in (1, board.size // 2, board.size):
            _same(items[board.size - number], number)

    return check


def whole(board: Board) -> Iterator[Exchange]:
    """Request the whole list; while nothing is written, its bytes must stay the same."""
    response = fetch(board.whole())
    expected = response.content
    _whole_right(board)(expected)
    # Chunks may be cut in other ways each time.
    size = len(expected) if "content-length" in response.headers else None

    def check(body: bytes) -> None:
        require(body == expected, "the list changed though nothing was written")

    return repeat(board.whole().exchange(check, size))


def whole_beside(board: Board) -> Iterator[Exchange]:
    return repeat(board.whole().exchange(_whole_right(board)))


def one(board: Board) -> Iterator[Exchange]:
    # Others in each run: a server may have cached those of the run before.
    chance = random.Random()
    while True:
        number = chance.randint(1, board.size)

        def check(body: bytes, number: int = number) -> None:
            found = decode(body)
            require(board.number(found) == number, f"not advert {number}")
            _same(found, number)

        yield board.one(number).exchange(check)


def _page(board: Board, chance: random.Random, *, settled: bool = True) -> Exchange:
    """Return a page to request. Its order is checked only if prices are `settled`."""
    lowest = round(chance.uniform(0, DEAREST * (1 - PRICE_SPAN)), 2)
    kind = chance.choice(("Dog", "Cat"))
    filters = Filters(kind, lowest, round(lowest + DEAREST * PRICE_SPAN, 2))

    def check(body: bytes) -> None:
        items = board.items(body)
        prices = [item["price"] for item in items]
        require(len(items) == PAGE, f"a page has {len(items)} adverts")
        if settled:
            require(prices == sorted(prices), "a page is not in order of price")
            require(filters.price_min <= prices[0], "an advert is too cheap")
            require(prices[-1] <= filters.price_max, "an advert is too dear")
        require(all(item["kind"] == filters.kind for item in items), f"not all are {filters.kind}")
        _same(items[0], board.number(items[0]))

    return board.page(filters).exchange(check)


def warm_page(board: Board, *, settled: bool = True) -> Iterator[Exchange]:
    chance = random.Random(PAGE)
    return cycle([_page(board, chance, settled=settled) for _ in range(WARM_FILTERS)])


def warm_page_beside(board: Board) -> Iterator[Exchange]:
    return warm_page(board, settled=False)


def cold_page(board: Board) -> Iterator[Exchange]:
    chance = random.Random()
    while True:
        yield _page(board, chance)


def search(board: Board) -> Iterator[Exchange]:
    """Search for names and locations of adverts there are, so that something is found."""
    chance = random.Random(board.size)
    while True:
        sought = advert(chance.randint(1, board.size))
        terms = SearchTerms(sought["title"].split()[1], sought["location"])

        def check(body: bytes, terms: SearchTerms = terms) -> None:
            items = board.items(body)
            require(bool(items), f"nothing was found for {terms}")
            found = all(
                terms.name in item["title"] and terms.location in item["location"] for item in items
            )
            require(found, f"something else was found for {terms}")

        yield board.search(terms).exchange(check)


def create(board: Board) -> Iterator[Exchange]:
    while True:
        number = next(_new)

        def check(body: bytes, number: int = number) -> None:
            _same(decode(body), number)

        yield board.create(advert(number)).exchange(check)


def update(board: Board) -> Iterator[Exchange]:
    chance = random.Random()
    while True:
        number, price = chance.randint(1, board.size), chance.randrange(PRICE_STEPS) * PRICE_STEP
        yield price_change(board, number, price)


def price_change(board: Board, number: int, price: int) -> Exchange:
    def check(body: bytes) -> None:
        require(decode(body)["price"] == price, f"advert {number} did not get its new price")

    return board.update(number, price).exchange(check)


def unchanged(board: Board) -> Iterator[Exchange]:
    """Request the whole list again, by a client that has it."""
    request = board.whole()
    tag = fetch(request).headers.get("etag")
    require(tag is not None, "the list has no ETag")
    again = Request(request.url, headers={"If-None-Match": str(tag)}, status=304)
    return repeat(again.exchange(size=0))


# Creating comes last: the boards grow by it.
WORKLOADS: Final = (
    Workload("whole", "whole list", whole, largest=WHOLE_SIZE),
    Workload("one", "one advert", one),
    Workload("page", "page of 24, filters repeated", warm_page),
    Workload("cold", "page of 24, ever-new filters", cold_page),
    Workload("search", "search", search),
    Workload("unchanged", "whole list, 304", unchanged, largest=WHOLE_SIZE, only_rip=True),
    Workload("whole-beside", "whole list", whole_beside, largest=WHOLE_SIZE, beside_writes=True),
    Workload("one-beside", "one advert", one, beside_writes=True),
    Workload("page-beside", "page of 24, filters repeated", warm_page_beside, beside_writes=True),
    Workload("search-beside", "search", search, beside_writes=True),
    Workload("update", "PATCH an advert", update, writes=True),
    Workload("create", "POST an advert", create, writes=True),
)
