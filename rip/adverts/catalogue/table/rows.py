"""The board's adverts as columns of numbers, which are asked without the database.

A million adverts take 49 MB. A row that has changed is only marked as gone, and its advert stands
among the few that are not in order (`ordered.py`), until these are merged with the others.
"""

import copy
import functools
import math
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final, NamedTuple, Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

from rip.adverts.catalogue.table.codes import Wanted
from rip.adverts.listing.listing import Place, Sort

Array: TypeAlias = NDArray[Any]

TYPES: Final = {
    "id": np.int64,
    "price": np.int64,
    "age": np.uint8,
    "gender": np.uint8,
    "kind": np.uint16,
    "breed": np.uint32,
    "location": np.uint32,
}


class Row(NamedTuple):
    """An advert in numbers: its price in kopecks, and texts by their codes."""

    id: int
    price: int
    age: int
    gender: int
    kind: int
    breed: int
    location: int


class Rows:
    """Rows in any order, with room for more."""

    def __init__(self, capacity: int = 64) -> None:
        self.length = 0
        self.columns: dict[str, Array] = {
            name: np.zeros(capacity, kind) for name, kind in TYPES.items()
        }
        self.alive: Array = np.zeros(capacity, np.bool_)

    @property
    def size(self) -> int:
        """In bytes."""
        return int(sum(column.nbytes for column in self.columns.values()) + self.alive.nbytes)

    def append(self, row: Row) -> int:
        """Add a row; return its place."""
        place = self.length
        if place == len(self.alive):
            self._resize(2 * place)
        for name, value in zip(TYPES, row, strict=True):
            self.columns[name][place] = value
        self.alive[place] = True
        self.length += 1
        return place

    def extend(self, rows: Sequence[Row]) -> None:
        end = self.length + len(rows)
        if end > len(self.alive):
            self._resize(max(end, len(self.alive) * 3 // 2))
        for name, values in zip(TYPES, zip(*rows, strict=True), strict=True):
            self.columns[name][self.length : end] = values
        self.alive[self.length : end] = True
        self.length = end

    def _resize(self, capacity: int) -> None:
        grown = Rows(capacity)
        for name, column in self.columns.items():
            grown.columns[name][: self.length] = column[: self.length]
        grown.alive[: self.length] = self.alive[: self.length]
        self.columns, self.alive = grown.columns, grown.alive

    def live(self, column: Array) -> Array:
        return column[: self.length][self.alive[: self.length]]

    def as_now(self) -> Self:
        """These rows for another thread: more may be added or marked as gone meanwhile."""
        now = copy.copy(self)
        now.alive = self.alive.copy()
        return now

    def matching(self, wanted: Wanted, start: int, end: int) -> Array:
        """Which of the rows from `start` to `end` are meant, whatever their price."""
        found: Array = self.alive[start:end].copy()
        for name, code in wanted.equal:
            found &= self.columns[name][start:end] == code
        self._bound(found, self.columns["age"][start:end], wanted.age)
        return found

    def meant(self, wanted: Wanted) -> tuple[int, Array]:
        """A place, and of the rows from there on which are meant."""
        matching = self.matching(wanted, 0, self.length)
        self._bound(matching, self.columns["price"][: self.length], wanted.price)
        return 0, matching

    def count(self, wanted: Wanted, ids: Array | None = None) -> int:
        """How many rows are meant, and have one of the rising `ids` if there are such."""
        if ids is not None:
            return len(self.found_among(wanted, ids))
        return int(np.count_nonzero(self.meant(wanted)[1]))

    def found(self, wanted: Wanted) -> Array:
        """The places of all rows that are meant."""
        start, matching = self.meant(wanted)
        return np.flatnonzero(matching) + start

    def found_among(self, wanted: Wanted, ids: Array) -> Array:
        """The places of those that are meant and have one of these rising `ids`."""
        places = self.found(wanted)
        return places[np.isin(self.columns["id"][places], ids, assume_unique=True)]

    def tally(self, wanted: Wanted, name: str, codes: int, ids: Array | None = None) -> Array:
        """How many of the rows that `count` counts have each of the first `codes` codes of a
        column."""
        if ids is not None:
            return np.bincount(self.columns[name][self.found_among(wanted, ids)], minlength=codes)
        start, matching = self.meant(wanted)
        column = self.columns[name][start : start + len(matching)]
        return np.bincount(column[matching], minlength=codes)

    @staticmethod
    def _bound(found: Array, column: Array, bounds: tuple[int | None, int | None]) -> None:
        least, most = bounds
        if least is not None:
            found &= column >= least
        if most is not None:
            found &= column <= most

    def first(self, places: Array, sort: Sort, after: Place | None, limit: int) -> list[Place]:
        """Where the first `limit` of the rows at `places` stand, of those behind `after`."""
        ids = self.columns["id"][places]
        keys = None if sort.column == "id" else self.columns[sort.column][places]
        if after is not None:
            later = _later(sort, ids, keys, after)
            ids, keys = ids[later], None if keys is None else keys[later]
        order = ids.argsort() if keys is None else np.lexsort((ids, keys))
        chosen = (order[::-1] if sort.descending else order)[:limit]
        return places_of(sort, ids[chosen], None if keys is None else keys[chosen])


def key_of(sort: Sort, place: Place) -> int:
    return math.floor(place[0] * 100) if sort.column == "price" else int(place[0])


def _later(sort: Sort, ids: Array, keys: Array | None, after: Place) -> Array:
    last = int(after[-1])
    beyond: Array = ids < last if sort.descending else ids > last
    if keys is None:
        return beyond
    key = key_of(sort, after)
    other: Array = keys < key if sort.descending else keys > key
    both: Array = other | ((keys == key) & beyond)
    return both


def places_of(sort: Sort, ids: Array, keys: Array | None) -> list[Place]:
    if keys is None:
        return [(one,) for one in ids.tolist()]
    if sort.column == "price":
        return [(_price(key), one) for key, one in zip(keys.tolist(), ids.tolist(), strict=True)]
    return list(zip(keys.tolist(), ids.tolist(), strict=True))


@functools.lru_cache(maxsize=4096)
def _price(kopecks: int) -> Decimal:
    return Decimal(kopecks).scaleb(-2)
