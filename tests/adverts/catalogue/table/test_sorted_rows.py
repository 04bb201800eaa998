"""Merged rows stand as if all of them had been sorted together."""

from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from rip.adverts.catalogue.table.rows import TYPES, Row, Rows
from rip.adverts.catalogue.table.sorted_rows import SortedRows

# Few values of each, so that many are the same.
VALUES = {
    "id": st.integers(1, 40),
    "price": st.integers(0, 3),
    "age": st.integers(0, 3),
    "gender": st.integers(0, 1),
    "kind": st.integers(0, 12),
    "breed": st.integers(0, 2),
    "location": st.integers(0, 2),
}
ROWS = st.tuples(*[VALUES[name] for name in TYPES])


def arrays(rows: SortedRows) -> dict[Any, Any]:
    return {"alive": rows.alive, **rows.columns, "orders": rows.orders, **rows.masks}


def same(one: Any, other: Any) -> bool:
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    return bool(one.dtype == other.dtype and np.array_equal(one, other))


def rows_of(some: list[Row]) -> Rows:
    rows = Rows()
    for row in some:
        rows.append(row)
    return rows


@given(
    before=st.lists(ROWS, max_size=40, unique_by=lambda row: row[0]),
    gone=st.sets(st.integers(1, 40)),
    new=st.lists(ROWS, max_size=12, unique_by=lambda row: row[0]),
    gone_of_new=st.sets(st.integers(1, 40)),
)
def test_rows_that_are_merged_stand_as_if_all_were_sorted(
    before: list[Row], gone: set[int], new: list[Row], gone_of_new: set[int]
) -> None:
    old, added = SortedRows.of(rows_of(before)), rows_of(new)
    gone = gone | {row[0] for row in new}
    for number in gone:
        old.kill(number)
    for index, row in enumerate(new):
        added.alive[index] = row[0] not in gone_of_new
    left = [row for row in before if row[0] not in gone]
    left += [row for row in new if row[0] not in gone_of_new]

    merged = old.as_now().merged_with(added.as_now())

    assert same(arrays(merged), arrays(SortedRows.of(rows_of(left))))


def test_what_is_gone_meanwhile_is_not_gone_from_rows_as_they_were() -> None:
    old = SortedRows.of(rows_of([(1, *[0] * (len(TYPES) - 1)), (2, *[1] * (len(TYPES) - 1))]))
    now = old.as_now()
    old.kill(1)
    assert (now.merged_with(Rows()).length, old.merged_with(Rows()).length) == (2, 1)
