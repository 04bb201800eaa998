"""A row of the surface."""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal

import msgspec

from bench.load.exchanges import Exchange
from bench.surface.people import Check, People, Person, Who

Kind = Literal["read", "write", "page"]
Exchanges = Callable[[People, Who], Iterator[Exchange]]
decode: Final[Callable[[bytes], Any]] = msgspec.json.decode

# Of what was made, so many are there before the first is taken away again.
KEPT: Final = 8


@dataclass(frozen=True)
class Row:
    """One kind of request by one kind of caller.

    `covers` are the routes, `GET /api/v1/adverts`, or pages, `GET /accounts/login/`, that it
    measures, the first of which is its title. `how` tells it from others of the same. What gives
    all there is of something says in `whole` why it may grow, and has no row on a large site.
    """

    covers: tuple[str, ...]
    who: Who
    exchanges: Exchanges
    kind: Kind
    how: str = ""
    whole: str = ""

    @property
    def title(self) -> str:
        return f"{' + '.join(self.covers)}{f', {self.how}' if self.how else ''}"

    @property
    def name(self) -> str:
        return f"{self.title} ({self.who})"


def rows(
    covers: str | tuple[str, ...],
    who: Who | tuple[Who, ...],
    exchanges: Exchanges,
    kind: Kind,
    *,
    how: str = "",
    whole: str = "",
) -> list[Row]:
    """Return a row for each kind of caller."""
    covered = (covers,) if isinstance(covers, str) else covers
    callers = (who,) if isinstance(who, Who) else who
    return [Row(covered, one, exchanges, kind, how, whole) for one in callers]


def each(make: Callable[[People, Person], Exchange]) -> Exchanges:
    """Return what makes one exchange after the other, each by the next person."""

    def exchanges(people: People, who: Who) -> Iterator[Exchange]:
        return (make(people, person) for person in people.turns(who))

    return exchanges


def call(method: str, path: str, body: object = None, status: int = 200) -> Exchanges:
    """Return what makes the same call of the API over and over."""
    return each(lambda _, person: person.api(method, path, body, status=status))


def page(path: str, status: int = 200) -> Exchanges:
    """Return what requests the same page over and over."""
    return each(lambda _, person: person.page(path, status=status))


def made_and_taken(
    make: Callable[[People, Person, Check], Exchange],
    take: Callable[[People, Person, Any], Exchange],
) -> Exchanges:
    """Return what makes things and takes them away again, in turn, so that they do not grow more.

    `make` gives its check to an exchange that is `read`, and `take` gets the document it read.
    """

    def exchanges(people: People, who: Who) -> Iterator[Exchange]:
        made: deque[tuple[Person, Any]] = deque()
        for person in people.turns(who):

            def keep(body: bytes, person: Person = person) -> None:
                made.append((person, decode(body)))

            if len(made) > KEPT:
                maker, document = made.popleft()
                yield take(people, maker, document)
            else:
                yield make(people, person, keep)

    return exchanges
