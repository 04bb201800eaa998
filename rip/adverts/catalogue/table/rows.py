"""The board's adverts as columns of numbers, which are queried without the database.

A row that has changed is only marked as gone, and its advert stands among the few rows that are not
in order, until these are merged with the others (`sorted_rows.py`).
"""

import copy
import functools
import math
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final, Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

from rip.adverts import fields
from rip.adverts.catalogue.table.codes import STANDING, CodedFilter, minor_units
from rip.adverts.declarations import Choice, Field, Flag, Money, Text, Whole
from rip.adverts.listing.listing import LEAST, Sort, SortKey

Array: TypeAlias = NDArray[Any]

# An advert in numbers, in the order of TYPES.
Row: TypeAlias = tuple[int, ...]


def _type_of(field: Field) -> Any:
    """The type of numbers that any value of a field fits in."""
    match field:
        case Money():
            return np.int64
        case Text():
            return np.uint32
        case Choice(may_change=True):
            return np.uint16
        case Choice() | Flag():
            return np.uint8
        case Whole(most=most):
            return np.min_scalar_type(most)
    raise TypeError(field)


TYPES: Final[dict[str, Any]] = {"id": np.int64} | {
    field.name: _type_of(field) for field in fields.COMPARED
}


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
        """Add a row; return its index."""
        index = self.length
        if index == len(self.alive):
            self._resize(2 * index)
        for name, value in zip(TYPES, row, strict=True):
            self.columns[name][index] = value
        self.alive[index] = True
        self.length += 1
        return index

    def extend(self, columns: Sequence[Sequence[int]]) -> None:
        """Add rows, given as the columns of TYPES."""
        end = self.length + len(columns[0])
        if end > len(self.alive):
            self._resize(max(end, len(self.alive) * 3 // 2))
        for name, values in zip(TYPES, columns, strict=True):
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

    def matching(self, wanted: CodedFilter, start: int, end: int) -> Array:
        """A mask of the rows from `start` to `end` that match but for the span."""
        found: Array = self.alive[start:end].copy()
        for name, code in wanted.equal:
            found &= self.columns[name][start:end] == code
        self._bound(found, wanted, start, end)
        return found

    def selection(self, wanted: CodedFilter) -> tuple[int, Array]:
        """An index, and a mask of the rows from there on that match."""
        matching = self.matching(wanted, 0, self.length)
        column, (least, most) = self.columns[STANDING.name][: self.length], wanted.span
        if least is not None:
            matching &= column >= least
        if most is not None:
            matching &= column <= most
        return 0, matching

    def count(self, wanted: CodedFilter, ids: Array | None = None) -> int:
        """Count the rows that match, and have one of the rising `ids` if these are given."""
        if ids is not None:
            return len(self.found_among(wanted, ids))
        return int(np.count_nonzero(self.selection(wanted)[1]))

    def found(self, wanted: CodedFilter) -> Array:
        """The indexes of all rows that match."""
        start, matching = self.selection(wanted)
        return np.flatnonzero(matching) + start

    def found_among(self, wanted: CodedFilter, ids: Array) -> Array:
        """The indexes of the rows that match and have one of these rising `ids`."""
        indexes = self.found(wanted)
        return indexes[np.isin(self.columns["id"][indexes], ids, assume_unique=True)]

    def tally(self, wanted: CodedFilter, name: str, codes: int, ids: Array | None = None) -> Array:
        """Count the rows of `count` by the first `codes` codes of a column."""
        if ids is not None:
            return np.bincount(self.columns[name][self.found_among(wanted, ids)], minlength=codes)
        start, matching = self.selection(wanted)
        column = self.columns[name][start : start + len(matching)]
        return np.bincount(column[matching], minlength=codes)

    def _bound(self, found: Array, wanted: CodedFilter, start: int, end: int) -> None:
        for name, comparison, bound in wanted.bounds:
            column = self.columns[name][start:end]
            found &= column >= bound if comparison == LEAST else column <= bound

    def first(self, indexes: Array, sort: Sort, after: SortKey | None, limit: int) -> list[SortKey]:
        """The sort keys of the first `limit` of the rows at `indexes`, of those behind `after`."""
        ids = self.columns["id"][indexes]
        keys = None if sort.column == "id" else self.columns[sort.column][indexes]
        if after is not None:
            later = _later(sort, ids, keys, after)
            ids, keys = ids[later], None if keys is None else keys[later]
        order = ids.argsort() if keys is None else np.lexsort((ids, keys))
        chosen = (order[::-1] if sort.descending else order)[:limit]
        return sort_keys(sort, ids[chosen], None if keys is None else keys[chosen])


def number_of(sort: Sort, sort_key: SortKey) -> int:
    """The value of a sort key as its column holds it."""
    return math.floor(sort_key[0] * minor_units(fields.BY_NAME[sort.column]))


def _later(sort: Sort, ids: Array, keys: Array | None, after: SortKey) -> Array:
    last = int(after[-1])
    beyond: Array = ids < last if sort.descending else ids > last
    if keys is None:
        return beyond
    key = number_of(sort, after)
    other: Array = keys < key if sort.descending else keys > key
    both: Array = other | ((keys == key) & beyond)
    return both


def sort_keys(sort: Sort, ids: Array, numbers: Array | None) -> list[SortKey]:
    """The sort keys of rows with these ids and these numbers in the column of the sort."""
    if numbers is None:
        return [(one,) for one in ids.tolist()]
    pairs = zip(numbers.tolist(), ids.tolist(), strict=True)
    field = fields.BY_NAME[sort.column]
    if isinstance(field, Money):
        return [(_amount(number, field.places), one) for number, one in pairs]
    return list(pairs)


@functools.lru_cache(maxsize=4096)
def _amount(number: int, places: int) -> Decimal:
    return Decimal(number).scaleb(-places)
