"""The numbers in a socket's address."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rip.chat.protocol.frames import LARGEST_SEQ, read_room, read_since
from tests.chat.rooms import shortened


@pytest.mark.parametrize(
    ("text", "room"),
    [("1", 1), ("007", 7), (str(LARGEST_SEQ), LARGEST_SEQ)],
)
def test_a_room_number_is_read(text: str, room: int) -> None:
    assert read_room(text) == room


@pytest.mark.parametrize(
    "text",
    [
        *("", "0", "-1", "+1", "1.0", "1e3", "abc", " 1", "1\n", "0x1", "1_0", "٣", "²"),
        *(str(LARGEST_SEQ + 1), "1" + "0" * 30, "9" * 5_000),
    ],
    ids=shortened,
)
def test_what_no_room_can_be_called_is_none(text: str) -> None:
    assert read_room(text) is None


def test_since_may_be_left_out() -> None:
    assert read_since(None) is None


@pytest.mark.parametrize(
    ("text", "number"), [("0", 0), ("12", 12), ("1" + "0" * 30, 10**30), ("012", 12)]
)
def test_since_is_read(text: str, number: int) -> None:
    assert read_since(text) == number


@pytest.mark.parametrize(
    "text", ["", "-1", "abc", "1.5", "1 ", "1\n", "٣", "9" * 5_000], ids=shortened
)
def test_since_that_is_no_number_is_an_error(text: str) -> None:
    with pytest.raises(ValueError, match=r"^since$"):
        read_since(text)


@given(st.text(st.characters(), max_size=60))
def test_any_text_is_a_storable_room_number_or_none(text: str) -> None:
    room = read_room(text)
    assert room is None or (0 < room <= LARGEST_SEQ and int(text) == room)


@given(st.text(st.characters(), max_size=60))
def test_any_since_is_a_natural_number_or_an_error(text: str) -> None:
    try:
        number = read_since(text)
    except ValueError:
        return
    assert number is not None
    assert number >= 0


@given(st.integers(min_value=1, max_value=LARGEST_SEQ))
def test_every_number_a_room_can_have_is_read_back(number: int) -> None:
    assert read_room(str(number)) == number
    assert read_since(str(number)) == number
