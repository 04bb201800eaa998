"""The servers with adverts, and how each is asked for the same things."""

import json
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar, Final
from urllib.parse import quote, urlencode

import msgspec

from bench.catalogue.adverts import Advert
from bench.processes import cpu_seconds, family
from bench.requests import Request
from tests.running import Server

PAGE: Final = 24
WARMED_AT_ONCE: Final = 2**20
JSON: Final = {"Content-Type": "application/json"}
decode: Final[Callable[[bytes], Any]] = msgspec.json.decode


@dataclass(frozen=True)
class Wanted:
    """What a page is filtered by; the cheapest come first. Prices in roubles."""

    kind: str
    price_min: float
    price_max: float


@dataclass(frozen=True)
class Words:
    """What is searched for: both must be in the advert."""

    name: str
    place: str


@dataclass(frozen=True)
class Board(ABC):
    """A running server with adverts 1 to `size`, in one process or a family of them."""

    size: int
    url: str
    pid: int
    database: Path = field(kw_only=True)

    name: ClassVar[str]
    created: ClassVar[int] = 201

    @abstractmethod
    def whole(self) -> Request: ...
    @abstractmethod
    def page(self, wanted: Wanted) -> Request: ...
    @abstractmethod
    def search(self, words: Words) -> Request: ...
    @abstractmethod
    def place(self) -> str:
        """Where adverts are posted; one of them is at `place/id`."""

    def id(self, number: int) -> str:
        return str(number)

    def items(self, body: bytes) -> list[Advert]:
        """The adverts in a list or a page."""
        found = decode(body)
        return found if isinstance(found, list) else found["items"]

    def number(self, advert: Advert) -> int:
        return int(advert["id"])

    def address(self, number: int) -> str:
        return f"{self.place()}/{self.id(number)}"

    def one(self, number: int) -> Request:
        return Request(self.address(number))

    def create(self, advert: Advert) -> Request:
        return Request(self.place(), "POST", JSON, json.dumps(advert).encode(), self.created)

    def update(self, number: int, price: int) -> Request:
        return Request(self.address(number), "PATCH", JSON, b'{"price":%d}' % price)

    def warm(self) -> None:
        """Read the database once: while others have their turns, the machine may take the memory
        that its file is kept in, and the next turn would measure the disk."""
        with self.database.open("rb", buffering=0) as file:
            while file.read(WARMED_AT_ONCE):
                pass

    def cpu_seconds(self) -> float:
        return sum(map(cpu_seconds, family(self.pid)))


@dataclass(frozen=True)
class Rip(Board):
    name = "RIP"
    server: Server = field(kw_only=True)

    def place(self) -> str:
        return f"{self.url}/api/v1/adverts"

    def whole(self) -> Request:
        return Request(f"{self.url}/api/v1/execute")

    def page(self, wanted: Wanted) -> Request:
        filters = {
            "kind": wanted.kind,
            "price_min": wanted.price_min,
            "price_max": wanted.price_max,
            "sort": "price",
            "limit": PAGE,
        }
        return Request(f"{self.place()}?{urlencode(filters)}")

    def search(self, words: Words) -> Request:
        return Request(f"{self.place()}?q={quote(f'{words.name} {words.place}')}&limit={PAGE}")


@dataclass(frozen=True)
class PocketBase(Board):
    """Asked with `skipTotal`, which spares it the counting."""

    name = "PocketBase"
    created = 200

    def place(self) -> str:
        return f"{self.url}/api/collections/adverts/records"

    def id(self, number: int) -> str:
        return pocketbase_id(number)

    def number(self, advert: Advert) -> int:
        return int(advert["id"][1:])

    def whole(self) -> Request:
        return Request(f"{self.place()}?perPage=1000&skipTotal=1&sort=-%40rowid")

    def page(self, wanted: Wanted) -> Request:
        return self._filtered(
            f'kind="{wanted.kind}" && price>={wanted.price_min} && price<={wanted.price_max}',
            "&sort=price",
        )

    def search(self, words: Words) -> Request:
        return self._filtered(f'title~"{words.name}" && location~"{words.place}"', "")

    def _filtered(self, expression: str, more: str) -> Request:
        query = f"perPage={PAGE}&skipTotal=1&filter={quote(expression)}{more}"
        return Request(f"{self.place()}?{query}")


def pocketbase_id(number: int) -> str:
    """PocketBase's ids have 15 letters and digits."""
    return f"a{number:014d}"


@dataclass(frozen=True)
class Drf(Board):
    name = "Django + DRF"

    def place(self) -> str:
        return f"{self.url}/api/adverts/"

    def address(self, number: int) -> str:
        return f"{self.place()}{number}/"

    def items(self, body: bytes) -> list[Advert]:
        found = decode(body)
        return found if isinstance(found, list) else found["results"]

    def whole(self) -> Request:
        return Request(f"{self.url}/api/all/")

    def page(self, wanted: Wanted) -> Request:
        filters = {
            "kind": wanted.kind,
            "price_min": wanted.price_min,
            "price_max": wanted.price_max,
            "ordering": "price",
            "limit": PAGE,
        }
        return Request(f"{self.place()}?{urlencode(filters)}")

    def search(self, words: Words) -> Request:
        search = quote(f"{words.name} {words.place}")
        return Request(f"{self.place()}?search={search}&limit={PAGE}")
