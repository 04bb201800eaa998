"""What is asked of a board, and what is a right answer to it."""

import functools
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count, cycle, repeat
from typing import Final

import httpx

from bench.catalogue.adverts import DEAREST, PRICE_STEP, PRICE_STEPS, Advert, advert
from bench.catalogue.boards import PAGE, Board, Rip, Wanted, Words, decode
from bench.connections import Ask, WrongAnswer
from bench.requests import Request

# The whole list is that of a small board: nobody asks for more at once.
WHOLE_SIZE: Final = 1_000
WARM_FILTERS: Final = 12
# Part of all prices that a page is chosen from: enough for a full page of a thousand adverts.
PRICE_SPAN: Final = 0.25
ANSWER_SECONDS: Final = 60.0
NEW_NUMBERS: Final = 10_000_000

_new = count(NEW_NUMBERS)


@dataclass(frozen=True)
class Work:
    """One kind of request; `asks` gives them without end. Some are for RIP alone, or for boards of
    up to `largest` adverts. What writes is not done beside other writes."""

    name: str
    title: str
    asks: Callable[[Board], Iterator[Ask]]
    largest: int | None = None
    only_rip: bool = False
    beside_writes: bool = False
    writes: bool = False

    @property
    def has_ceiling(self) -> bool:
        """Whether nothing but its answer's bytes is what it could be at best."""
        return not (self.writes or self.beside_writes or self.only_rip)

    def suits(self, board: Board) -> bool:
        if self.only_rip and not isinstance(board, Rip):
            return False
        return self.largest is None or board.size <= self.largest


def demand(right: bool, what: str) -> None:
    if not right:
        raise WrongAnswer(f"A wrong answer: {what}.")


def fetched(request: Request, client: httpx.Client | None = None) -> httpx.Response:
    """One answer, got without hurry. Raises WrongAnswer."""
    send = client.request if client else functools.partial(httpx.request, timeout=ANSWER_SECONDS)
    try:
        answer = send(request.method, request.url, headers=request.headers, content=request.body)
    except httpx.TransportError as error:
        raise WrongAnswer(f"{request.url}: {error!r}") from error
    demand(
        answer.status_code == request.status,
        f"{request.method} {request.url} gave {answer.status_code}, {answer.text[:200]}",
    )
    return answer


def _same(found: Advert, number: int) -> None:
    """Prices change while the benchmark runs; all else must be as it was written."""
    for name, value in advert(number).items():
        demand(
            name == "price" or found[name] == value, f"advert {number} has the {name} of another"
        )


def _whole_right(board: Board) -> Callable[[bytes], None]:
    def check(body: bytes) -> None:
        items = board.items(body)
        numbers = [board.number(item) for item in items]
        demand(
            numbers == list(range(board.size, 0, -1)), "the list is not all adverts, newest first"
        )
        for number in (1, board.size // 2, board.size):
            _same(items[board.size - number], number)

    return check


def whole(board: Board) -> Iterator[Ask]:
    """While nothing is written, every answer must be the same bytes."""
    answer = fetched(board.whole())
    expected = answer.content
    _whole_right(board)(expected)
    # What is sent in chunks may be cut up in other ways.
    size = len(expected) if "content-length" in answer.headers else None

    def check(body: bytes) -> None:
        demand(body == expected, "the list changed though nothing was written")

    return repeat(board.whole().ask(check, size))


def whole_beside(board: Board) -> Iterator[Ask]:
    return repeat(board.whole().ask(_whole_right(board)))


def one(board: Board) -> Iterator[Ask]:
    # Others in each turn: of the same ones again a server may have kept what it can.
    chance = random.Random()
    while True:
        number = chance.randint(1, board.size)

        def check(body: bytes, number: int = number) -> None:
            found = decode(body)
            demand(board.number(found) == number, f"not advert {number}")
            _same(found, number)

        yield board.one(number).ask(check)


def _page(board: Board, chance: random.Random, *, settled: bool = True) -> Ask:
    """Where prices change meanwhile, an advert may show one that is newer than its place."""
    lowest = round(chance.uniform(0, DEAREST * (1 - PRICE_SPAN)), 2)
    kind = chance.choice(("Dog", "Cat"))
    wanted = Wanted(kind, lowest, round(lowest + DEAREST * PRICE_SPAN, 2))

    def check(body: bytes) -> None:
        items = board.items(body)
        prices = [item["price"] for item in items]
        demand(len(items) == PAGE, f"a page has {len(items)} adverts")
        if settled:
            demand(prices == sorted(prices), "a page is not in order of price")
            demand(wanted.price_min <= prices[0], "an advert is too cheap")
            demand(prices[-1] <= wanted.price_max, "an advert is too dear")
        demand(all(item["kind"] == wanted.kind for item in items), f"not all are {wanted.kind}")
        _same(items[0], board.number(items[0]))

    return board.page(wanted).ask(check)


def warm_page(board: Board, *, settled: bool = True) -> Iterator[Ask]:
    chance = random.Random(PAGE)
    return cycle([_page(board, chance, settled=settled) for _ in range(WARM_FILTERS)])


def warm_page_beside(board: Board) -> Iterator[Ask]:
    return warm_page(board, settled=False)


def cold_page(board: Board) -> Iterator[Ask]:
    chance = random.Random()
    while True:
        yield _page(board, chance)


def search(board: Board) -> Iterator[Ask]:
    """Names and places of adverts there are, so that each search finds something."""
    chance = random.Random(board.size)
    while True:
        wanted = advert(chance.randint(1, board.size))
        words = Words(wanted["title"].split()[1], wanted["location"])

        def check(body: bytes, words: Words = words) -> None:
            items = board.items(body)
            demand(bool(items), f"nothing was found for {words}")
            found = all(
                words.name in item["title"] and words.place in item["location"] for item in items
            )
            demand(found, f"something else was found for {words}")

        yield board.search(words).ask(check)


def create(board: Board) -> Iterator[Ask]:
    while True:
        number = next(_new)

        def check(body: bytes, number: int = number) -> None:
            _same(decode(body), number)

        yield board.create(advert(number)).ask(check)


def update(board: Board) -> Iterator[Ask]:
    chance = random.Random()
    while True:
        number, price = chance.randint(1, board.size), chance.randrange(PRICE_STEPS) * PRICE_STEP
        yield price_change(board, number, price)


def price_change(board: Board, number: int, price: int) -> Ask:

    def check(body: bytes) -> None:
        demand(decode(body)["price"] == price, f"advert {number} did not get its new price")

    return board.update(number, price).ask(check)


def unchanged(board: Board) -> Iterator[Ask]:
    """The whole list again, by someone who has it."""
    request = board.whole()
    tag = fetched(request).headers.get("etag")
    demand(tag is not None, "the list has no ETag")
    again = Request(request.url, headers={"If-None-Match": str(tag)}, status=304)
    return repeat(again.ask(size=0))


# Creating comes last: the boards grow by it.
WORKS: Final = (
    Work("whole", "whole list", whole, largest=WHOLE_SIZE),
    Work("one", "one advert", one),
    Work("page", "page of 24, filters repeated", warm_page),
    Work("cold", "page of 24, ever-new filters", cold_page),
    Work("search", "search", search),
    Work("unchanged", "whole list, 304", unchanged, largest=WHOLE_SIZE, only_rip=True),
    Work("whole-beside", "whole list", whole_beside, largest=WHOLE_SIZE, beside_writes=True),
    Work("one-beside", "one advert", one, beside_writes=True),
    Work("page-beside", "page of 24, filters repeated", warm_page_beside, beside_writes=True),
    Work("search-beside", "search", search, beside_writes=True),
    Work("update", "PATCH an advert", update, writes=True),
    Work("create", "POST an advert", create, writes=True),
)
