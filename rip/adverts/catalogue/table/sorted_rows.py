"""Rows in the order of the STANDING column, then id; other orders are lists of indexes in that one.

They are sorted once. From then on new rows are merged with them, at the cost of a few passes over
the columns: sorting a million rows would take a core from readers for most of a second.
"""

from bisect import bisect_left, bisect_right
from typing import Any, Final, Literal, Self, TypeAlias

import numpy as np

from rip.adverts import fields
from rip.adverts.catalogue.table.codes import STANDING, CodedFilter
from rip.adverts.catalogue.table.rows import TYPES, Array, Rows, number_of, sort_keys
from rip.adverts.declarations import Choice, Flag
from rip.adverts.listing.listing import Sort, SortKey

Side: TypeAlias = Literal["left", "right"]

# Fewer rows than this are sorted for a page; more are walked in the order of the page.
FEW: Final = 1_024
# So many rows are looked at first, and then this many times more.
STEP: Final = 512
GROWTH: Final = 8

# The columns that rows are ordered by: by the first, then by the next.
STANDS_BY: Final = (STANDING.name, "id")
ORDERS: Final[dict[str, tuple[str, ...]]] = {"id": ("id",)} | {
    field.name: (field.name, "id") for field in fields.SORTED if field is not STANDING
}

# Columns of so few values that a mask of the rows is cached for each.
MASKED: Final = [field.name for field in fields.COMPARED if isinstance(field, Choice | Flag)]
MOST_MASKS: Final = 8


class SortedRows(Rows):
    """Rows in order, to which none are added."""

    def __init__(self, columns: dict[str, Array], orders: dict[str, Array]) -> None:
        """Takes columns that stand in the order of STANDS_BY, and their other orders."""
        self.columns, self.orders = columns, orders
        self.length = len(columns["id"])
        # Unlike an index in brackets, this lets other threads go on.
        self._rising_ids = columns["id"].take(orders["id"])
        self.alive = np.ones(self.length, np.bool_)
        self.masks: dict[tuple[str, int], Array] = {}
        for name in MASKED:
            codes = np.bincount(columns[name]).nonzero()[0].tolist()
            for code in codes[:MOST_MASKS]:
                self.masks[name, code] = columns[name] == code

    @classmethod
    def of(cls, rows: Rows) -> Self:
        """The live ones of these rows, sorted."""
        columns = {name: rows.live(rows.columns[name]) for name in TYPES}
        order = _order_by(columns, STANDS_BY)
        columns = {name: column[order] for name, column in columns.items()}
        orders = {name: _order_by(columns, keys) for name, keys in ORDERS.items()}
        return cls(columns, orders)

    def merged_with(self, new: Rows) -> Self:
        """The live ones of these rows and of `new`."""
        added = SortedRows.of(new)
        # The number of live rows before each index, and so before each row that is added.
        before = _counted(self.alive)[self._indexes_among(added, STANDS_BY, None)]
        columns = {
            name: np.insert(column[self.alive], before, added.columns[name])
            for name, column in self.columns.items()
        }
        indexes_of_added = before + np.arange(added.length)
        is_old = np.ones(len(columns["id"]), np.bool_)
        is_old[indexes_of_added] = False
        index_now = np.zeros(self.length, np.int32)
        index_now[self.alive] = is_old.nonzero()[0]
        orders = {}
        for name, keys in ORDERS.items():
            order, order_of_added = self.orders[name], added.orders[name]
            alive = self.alive[order]
            before = _counted(alive)[self._indexes_among(added, keys, name)]
            orders[name] = np.insert(
                index_now[order[alive]], before, indexes_of_added[order_of_added]
            )
        return type(self)(columns, orders)

    def _indexes_among(
        self, added: "SortedRows", keys: tuple[str, ...], order: str | None
    ) -> Array:
        """Return, for each row of the order in `added`, the number of rows of the same order here,
        live or not, that come before it: by one binary search for all of them at once."""
        indexes = slice(None) if order is None else added.orders[order]
        wanted = [added.columns[key][indexes] for key in keys]
        low, high = np.zeros(added.length, np.int64), np.full(added.length, self.length)
        while (is_open := low < high).any():
            middle = (low + high) // 2
            met = np.minimum(middle, self.length - 1)
            if order is not None:
                met = self.orders[order][met]
            is_before, is_same = np.zeros_like(is_open), is_open
            for key, value in zip(keys, wanted, strict=True):
                there = self.columns[key][met]
                is_before = is_before | (is_same & (there < value))
                is_same = is_same & (there == value)
            low = np.where(is_before, middle + 1, low)
            high = np.where(is_open & ~is_before, middle, high)
        return low

    @property
    def size(self) -> int:
        beside = (*self.orders.values(), *self.masks.values(), self._rising_ids)
        return super().size + sum(one.nbytes for one in beside)

    def kill(self, advert_id: int) -> None:
        """Mark the row of this advert as gone, if there is one."""
        at = int(np.searchsorted(self._rising_ids, advert_id))
        if at < self.length and self._rising_ids[at] == advert_id:
            index = self.orders["id"][at]
            for mask in (self.alive, *self.masks.values()):
                mask[index] = False

    def matching(self, wanted: CodedFilter, start: int, end: int) -> Array:
        """The same, and perhaps a part of a cached mask: not to be changed."""
        masks = [self.masks[one][start:end] for one in wanted.equal if one in self.masks]
        found: Array = masks.pop() if masks else self.alive[start:end]
        compared = [one for one in wanted.equal if one not in self.masks]
        if not masks and not compared and not wanted.bounds:
            return found
        found = found.copy()
        for mask in masks:
            found &= mask
        for name, code in compared:
            found &= self.columns[name][start:end] == code
        self._bound(found, wanted, start, end)
        return found

    def page(
        self, wanted: CodedFilter, sort: Sort, after: SortKey | None, limit: int
    ) -> tuple[list[SortKey], int]:
        """The sort keys of the first `limit` rows behind `after`, and how many match in all."""
        start, matching = self.selection(wanted)
        total = int(np.count_nonzero(matching))
        if total <= FEW:
            indexes = np.flatnonzero(matching) + start
            return self.first(indexes, sort, after, limit), total
        found = self._walked(matching, start, sort, after, limit)
        numbers = None if sort.column == "id" else self.columns[sort.column][found]
        return sort_keys(sort, self.columns["id"][found], numbers), total

    def found_among(self, wanted: CodedFilter, ids: Array) -> Array:
        at = np.searchsorted(self._rising_ids, ids)
        is_there = at < self.length
        is_there[is_there] = self._rising_ids[at[is_there]] == ids[is_there]
        indexes: Array = self.orders["id"][at[is_there]]
        start, matching = self.selection(wanted)
        indexes = indexes[(indexes >= start) & (indexes < start + len(matching))]
        found: Array = indexes[matching[indexes - start]]
        return found

    def selection(self, wanted: CodedFilter) -> tuple[int, Array]:
        column, (least, most) = self.columns[STANDING.name], wanted.span
        start = 0 if least is None else int(np.searchsorted(column, least))
        end = self.length if most is None else int(np.searchsorted(column, most, "right"))
        return start, self.matching(wanted, start, max(start, end))

    def _walked(
        self, matching: Array, start: int, sort: Sort, after: SortKey | None, limit: int
    ) -> Array:
        """The indexes of the first `limit` rows that match behind `after`, in this order."""
        order = self.orders.get(sort.column)
        at, stop = (0, self.length) if order is not None else (start, start + len(matching))
        if after is not None:
            here = self._rank_of(sort, after)
            at, stop = (at, min(stop, here)) if sort.descending else (max(at, here), stop)
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

    def _rank_of(self, sort: Sort, after: SortKey) -> int:
        """Count the rows before `after` in the rising order, and its own if the sort rises."""
        side: Side = "left" if sort.descending else "right"
        if sort.column == "id":
            return int(np.searchsorted(self._rising_ids, int(after[0]), side))
        ids, order = self.columns["id"], self.orders.get(sort.column)
        column = self.columns[sort.column]
        # Of the column's own type, or the whole column would be made into another.
        key = column.dtype.type(number_of(sort, after))
        first = _rank_in(column, key, "left", order)
        last = _rank_in(column, key, "right", order)
        same = ids[first:last] if order is None else ids[order[first:last]]
        return first + int(np.searchsorted(same, int(after[-1]), side))


def _rank_in(column: Array, value: Any, side: Side, order: Array | None) -> int:
    """Count the rows of the column, or of the given order, that come before `value`."""
    if order is None:
        return int(np.searchsorted(column, value, side))
    # NumPy would copy the whole order into another type first.
    bisect = bisect_left if side == "left" else bisect_right
    return bisect(order, value, key=column.__getitem__)


def _order_by(columns: dict[str, Array], keys: tuple[str, ...]) -> Array:
    return np.lexsort([columns[key] for key in reversed(keys)]).astype(np.int32)


def _counted(alive: Array) -> Array:
    """Return the number of live rows before each index, and before the end."""
    counts = np.zeros(len(alive) + 1, np.int64)
    np.cumsum(alive, out=counts[1:])
    return counts
