"""The board's adverts as columns of numbers, which are asked without the database.

A million adverts take 41 MB. Rows stand in the order of price, then id; other orders are lists of
places in that one. A row that has changed is only marked as gone, and its advert stands among the
few that are not in order, until both are made one anew.
"""

import functools
import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final, Literal, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from rip.adverts.catalogue.codes import Wanted
from rip.adverts.listing import Place, Sort

Array: TypeAlias = NDArray[Any]
Side: TypeAlias = Literal["left", "right"]

# Fewer rows than this are sorted; more are met in the order they are wanted in.
FEW: Final = 1_024
# So many rows are looked at first, and then this many times more.
STEP: Final = 512
GROWTH: Final = 8

# There are so few kinds and sexes that which rows have each is kept, too.
MASKED: Final = ("gender", "kind")
MOST_MASKS: Final = 8

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

    def as_now(self) -> "Rows":
        """These rows for another thread: more may be added or marked as gone meanwhile."""
        now = Rows(0)
        now.length, now.columns, now.alive = self.length, dict(self.columns), self.alive.copy()
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

    def count(self, wanted: Wanted) -> int:
        return int(np.count_nonzero(self.meant(wanted)[1]))

    def found(self, wanted: Wanted) -> Array:
        """The places of all rows that are meant."""
        start, matching = self.meant(wanted)
        return np.flatnonzero(matching) + start

    def tally(self, wanted: Wanted, name: str, codes: int) -> Array:
        """How many of the rows that are meant have each of the first `codes` codes of a column."""
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
        return _places(sort, ids[chosen], None if keys is None else keys[chosen])


class Sorted(Rows):
    """Rows in the order of price, then id, to which none are added."""

    def __init__(self, *parts: Rows) -> None:
        """Takes the live ones of all these rows."""
        columns = {
            name: np.concatenate([part.live(part.columns[name]) for part in parts])
            for name in TYPES
        }
        order = np.lexsort((columns["id"], columns["price"]))
        self.length = len(order)
        self.columns = {name: column[order] for name, column in columns.items()}
        self.alive = np.ones(self.length, np.bool_)
        ids, ages = self.columns["id"], self.columns["age"]
        self._orders: dict[str, Array] = {
            "id": ids.argsort().astype(np.int32),
            "age": np.lexsort((ids, ages)).astype(np.int32),
        }

        self._masks: dict[tuple[str, int], Array] = {}
        for name in MASKED:
            codes = np.unique(self.columns[name]).tolist()
            for code in codes[:MOST_MASKS]:
                self._masks[name, code] = self.columns[name] == code

    @property
    def size(self) -> int:
        beside = (*self._orders.values(), *self._masks.values())
        return super().size + sum(one.nbytes for one in beside)

    def kill(self, advert_id: int) -> None:
        """Mark the row of this advert as gone, if there is one."""
        order, ids = self._orders["id"], self.columns["id"]
        at = _place_in(ids, advert_id, "left", order)
        if at < self.length and ids[order[at]] == advert_id:
            for mask in (self.alive, *self._masks.values()):
                mask[order[at]] = False

    def matching(self, wanted: Wanted, start: int, end: int) -> Array:
        """The same, and perhaps a part of what is kept: not to be changed."""
        masks = [self._masks[one][start:end] for one in wanted.equal if one in self._masks]
        found: Array = masks.pop() if masks else self.alive[start:end]
        compared = [one for one in wanted.equal if one not in self._masks]
        if not masks and not compared and wanted.age == (None, None):
            return found
        found = found.copy()
        for mask in masks:
            found &= mask
        for name, code in compared:
            found &= self.columns[name][start:end] == code
        self._bound(found, self.columns["age"][start:end], wanted.age)
        return found

    def page(
        self, wanted: Wanted, sort: Sort, after: Place | None, limit: int
    ) -> tuple[list[Place], int]:
        """Where the first `limit` behind `after` stand, and how many match in all."""
        start, matching = self.meant(wanted)
        total = int(np.count_nonzero(matching))
        if total <= FEW:
            places = np.flatnonzero(matching) + start
            return self.first(places, sort, after, limit), total
        found = self._walked(matching, start, sort, after, limit)
        keys = None if sort.column == "id" else self.columns[sort.column][found]
        return _places(sort, self.columns["id"][found], keys), total

    def meant(self, wanted: Wanted) -> tuple[int, Array]:
        start, end = self._priced(wanted.price)
        return start, self.matching(wanted, start, end)

    def _priced(self, bounds: tuple[int | None, int | None]) -> tuple[int, int]:
        """From where to where rows have such a price."""
        prices, (least, most) = self.columns["price"], bounds
        start = 0 if least is None else int(np.searchsorted(prices, least))
        end = self.length if most is None else int(np.searchsorted(prices, most, "right"))
        return start, max(start, end)

    def _walked(
        self, matching: Array, start: int, sort: Sort, after: Place | None, limit: int
    ) -> Array:
        """The first `limit` places that match behind `after`, met in the order of `sort`."""
        order = self._orders.get(sort.column)
        at, stop = (0, self.length) if order is not None else (start, start + len(matching))
        if after is not None:
            place = self._place_of(sort, after)
            at, stop = (at, min(stop, place)) if sort.descending else (max(at, place), stop)
        found: list[Array] = []
        missing, step = limit, STEP
        while missing > 0 and at < stop:
            if sort.descending:
                some = slice(max(at, stop - step), stop)
                stop = some.start
            else:
                some = slice(at, min(stop, at + step))
                at = some.stop
            if order is None:
                met = np.flatnonzero(matching[some.start - start : some.stop - start]) + some.start
            else:
                met = order[some]
                met = met[(met >= start) & (met < start + len(matching))]
                met = met[matching[met - start]]
            found.append((met[::-1] if sort.descending else met)[:missing])
            missing -= len(found[-1])
            step *= GROWTH
        return np.concatenate(found) if found else np.zeros(0, np.int64)

    def _place_of(self, sort: Sort, after: Place) -> int:
        """How many rows come before `after` in the rising order, and with it when they rise."""
        side: Side = "left" if sort.descending else "right"
        ids, order = self.columns["id"], self._orders.get(sort.column)
        if sort.column == "id":
            return _place_in(ids, int(after[0]), side, order)
        column = self.columns[sort.column]
        # Of the column's own type, or the whole column would be made into another.
        key = column.dtype.type(_key(sort, after))
        first = _place_in(column, key, "left", order)
        last = _place_in(column, key, "right", order)
        same = ids[first:last] if order is None else ids[order[first:last]]
        return first + int(np.searchsorted(same, int(after[-1]), side))


def _place_in(column: Array, value: Any, side: Side, order: Array | None) -> int:
    """Where `value` would stand in the column, or in the order that is given."""
    if order is None:
        return int(np.searchsorted(column, value, side))
    # NumPy would copy the whole order into another type first.
    bisect = bisect_left if side == "left" else bisect_right
    return bisect(order, value, key=column.__getitem__)


def _key(sort: Sort, place: Place) -> int:
    return math.floor(place[0] * 100) if sort.column == "price" else int(place[0])


def _later(sort: Sort, ids: Array, keys: Array | None, after: Place) -> Array:
    last = int(after[-1])
    beyond: Array = ids < last if sort.descending else ids > last
    if keys is None:
        return beyond
    key = _key(sort, after)
    other: Array = keys < key if sort.descending else keys > key
    both: Array = other | ((keys == key) & beyond)
    return both


def _places(sort: Sort, ids: Array, keys: Array | None) -> list[Place]:
    if keys is None:
        return [(one,) for one in ids.tolist()]
    if sort.column == "price":
        return [(_price(key), one) for key, one in zip(keys.tolist(), ids.tolist(), strict=True)]
    return list(zip(keys.tolist(), ids.tolist(), strict=True))


@functools.lru_cache(maxsize=4096)
def _price(kopecks: int) -> Decimal:
    return Decimal(kopecks).scaleb(-2)
