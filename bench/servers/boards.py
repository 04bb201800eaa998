"""Boards under test, and the requests by which each gives the same adverts."""

import json
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar, Final
from urllib.parse import quote, urlencode

import msgspec

from bench.data.adverts import Advert
from bench.load.exchanges import Request
from bench.servers.processes import cpu_seconds, process_tree
from tests.kit.running import Server

PAGE: Final = 24
WARMED_AT_ONCE: Final = 2**20
JSON: Final = {"Content-Type": "application/json"}
decode: Final[Callable[[bytes], Any]] = msgspec.json.decode


@dataclass(frozen=True)
class Filters:
    """The filters of a page, cheapest adverts first. Prices in roubles."""

    kind: str
    price_min: float
    price_max: float


@dataclass(frozen=True)
class SearchTerms:
    """A search; both terms must be in the advert."""

    name: str
    location: str


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
    def page(self, filters: Filters) -> Request: ...
    @abstractmethod
    def search(self, terms: SearchTerms) -> Request: ...
    @abstractmethod
    def collection_url(self) -> str:
        """Return the URL where adverts are posted; one of them is at `URL/id`."""

    def id(self, number: int) -> str:
        return str(number)

    def items(self, body: bytes) -> list[Advert]:
        """Return the adverts in a list or a page."""
        found = decode(body)
        return found if isinstance(found, list) else found["items"]

    def number(self, advert: Advert) -> int:
        return int(advert["id"])

    def advert_url(self, number: int) -> str:
        return f"{self.collection_url()}/{self.id(number)}"

    def one(self, number: int) -> Request:
        return Request(self.advert_url(number))

    def create(self, advert: Advert) -> Request:
        return Request(
            self.collection_url(), "POST", JSON, json.dumps(advert).encode(), self.created
        )

    def update(self, number: int, price: int) -> Request:
        return Request(self.advert_url(number), "PATCH", JSON, b'{"price":%d}' % price)

    def warm(self) -> None:
        """Read the database once. While others have their runs, the machine may drop its file
        from memory, and the next run would measure the disk."""
        with self.database.open("rb", buffering=0) as file:
            while file.read(WARMED_AT_ONCE):
                pass

    def cpu_seconds(self) -> float:
        return sum(map(cpu_seconds, process_tree(self.pid)))


@dataclass(frozen=True)
class Rip(Board):
    name = "RIP"
    server: Server = field(kw_only=True)

    def collection_url(self) -> str:
        return f"{self.url}/api/v1/adverts"

    def whole(self) -> Request:
        return Request(f"{self.url}/api/v1/execute")

    def page(self, filters: Filters) -> Request:
        query = {
            "kind": filters.kind,
            "price_min": filters.price_min,
            "price_max": filters.price_max,
            "sort": "price",
            "limit": PAGE,
        }
        return Request(f"{self.collection_url()}?{urlencode(query)}")

    def search(self, terms: SearchTerms) -> Request:
        return Request(
            f"{self.collection_url()}?q={quote(f'{terms.name} {terms.location}')}&limit={PAGE}"
        )


@dataclass(frozen=True)
class BareRip(Rip):
    """The same, without the access log and the limits on rates."""

    name = "RIP, log and limits off"


@dataclass(frozen=True)
class PocketBase(Board):
    """Lists are requested with `skipTotal`, which spares it the counting."""

    name = "PocketBase"
    created = 200

    def collection_url(self) -> str:
        return f"{self.url}/api/collections/adverts/records"

    def id(self, number: int) -> str:
        return pocketbase_id(number)

    def number(self, advert: Advert) -> int:
        return int(advert["id"][1:])

    def whole(self) -> Request:
        return Request(f"{self.collection_url()}?perPage=1000&skipTotal=1&sort=-%40rowid")

    def page(self, filters: Filters) -> Request:
        return self._filtered(
            f'kind="{filters.kind}" && price>={filters.price_min} && price<={filters.price_max}',
            "&sort=price",
        )

    def search(self, terms: SearchTerms) -> Request:
        return self._filtered(f'title~"{terms.name}" && location~"{terms.location}"', "")

    def _filtered(self, expression: str, more: str) -> Request:
        query = f"perPage={PAGE}&skipTotal=1&filter={quote(expression)}{more}"
        return Request(f"{self.collection_url()}?{query}")


def pocketbase_id(number: int) -> str:
    """PocketBase's ids have 15 letters and digits."""
    return f"a{number:014d}"


@dataclass(frozen=True)
class Drf(Board):
    name = "Django + DRF"

    def collection_url(self) -> str:
        return f"{self.url}/api/adverts/"

    def advert_url(self, number: int) -> str:
        return f"{self.collection_url()}{number}/"

    def items(self, body: bytes) -> list[Advert]:
        found = decode(body)
        return found if isinstance(found, list) else found["results"]

    def whole(self) -> Request:
        return Request(f"{self.url}/api/all/")

    def page(self, filters: Filters) -> Request:
        query = {
            "kind": filters.kind,
            "price_min": filters.price_min,
            "price_max": filters.price_max,
            "ordering": "price",
            "limit": PAGE,
        }
        return Request(f"{self.collection_url()}?{urlencode(query)}")

    def search(self, terms: SearchTerms) -> Request:
        search = quote(f"{terms.name} {terms.location}")
        return Request(f"{self.collection_url()}?search={search}&limit={PAGE}")
