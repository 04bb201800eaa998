"""A cursor is the sort key of a page's last item, and nobody but RIP can write one."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rip.core.errors import BadInput
from rip.core.http.cursors import read_cursor, write_cursor

SORT_KEYS = st.lists(st.integers() | st.text() | st.none() | st.booleans(), max_size=4)


@given(SORT_KEYS)
def test_what_was_written_is_read(sort_key: list[Any]) -> None:
    cursor = write_cursor("board", sort_key)
    assert read_cursor("board", cursor) == sort_key
    assert write_cursor("board", sort_key) == cursor


def test_two_sort_keys_have_two_cursors() -> None:
    assert write_cursor("board", [1]) != write_cursor("board", [2])


@pytest.mark.parametrize("other", ["favourites", "", "Board", "board "])
def test_a_cursor_of_one_listing_is_refused_by_another(other: str) -> None:
    cursor = write_cursor("board", [16000, 7])
    assert cursor != write_cursor(other, [16000, 7])
    with pytest.raises(BadInput) as caught:
        read_cursor(other, cursor)
    assert set(caught.value.errors) == {"cursor"}


@pytest.mark.parametrize("cursor", ["", ":", "x", "W10", "W10:", "W10:x", "\x00", "ё", "\ud800"])
def test_what_is_no_cursor_is_a_wrong_field(cursor: str) -> None:
    with pytest.raises(BadInput) as caught:
        read_cursor("board", cursor)
    assert set(caught.value.errors) == {"cursor"}


def test_a_cursor_that_was_changed_anywhere_is_refused() -> None:
    cursor = write_cursor("board", [16000, 7])
    for position, letter in enumerate(cursor):
        changed = cursor[:position] + ("A" if letter != "A" else "B") + cursor[position + 1 :]
        with pytest.raises(BadInput):
            read_cursor("board", changed)
