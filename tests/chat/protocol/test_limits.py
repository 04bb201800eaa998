"""The limits of the protocol, as clients were told them: the last that is taken, the first that is
not. The numbers are written out here, so that none moves by accident."""

import json
from typing import Any

import pytest

from rip.chat.protocol.frames import Fault, Plain, Post, read_room, read_since
from rip.chat.protocol.typed import ReadUpTo, Typed

MODES = [pytest.param(Plain(), id="plain"), pytest.param(Typed(), id="typed")]
LARGEST_NUMBER = 9_223_372_036_854_775_807


def frame(**fields: Any) -> str:
    values = {"type": "message", "client_message_id": "id-1", **fields}
    return json.dumps(values, ensure_ascii=False)


def outcome(mode: Plain, text: str) -> str:
    try:
        mode.read(text)
    except Fault as fault:
        return fault.code
    return "read"


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("letter", ["a", "щ", "🐾"])
@pytest.mark.parametrize(
    ("length", "expected"),
    [
        (0, "message_empty"),
        (1, "read"),
        (3_999, "read"),
        (4_000, "read"),
        (4_001, "message_too_long"),
        (4_002, "message_too_long"),
    ],
)
def test_a_message_has_up_to_4000_characters_however_many_bytes_they_are(
    mode: Plain, letter: str, length: int, expected: str
) -> None:
    assert outcome(mode, frame(message=letter * length)) == expected


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("length", [3_999, 4_000])
def test_white_space_counts(mode: Plain, length: int) -> None:
    assert outcome(mode, frame(message="a" + " " * length)) == (
        "read" if length == 3_999 else "message_too_long"
    )


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    ("length", "expected"),
    [
        (0, "bad_client_message_id"),
        (1, "read"),
        (63, "read"),
        (64, "read"),
        (65, "bad_client_message_id"),
        (66, "bad_client_message_id"),
    ],
)
def test_a_client_message_id_has_1_to_64_characters(
    mode: Plain, length: int, expected: str
) -> None:
    assert outcome(mode, frame(message="a", client_message_id="x" * length)) == expected


@pytest.mark.parametrize("mode", MODES)
def test_a_client_message_id_is_of_visible_ascii(mode: Plain) -> None:
    codes = [*range(256), 0x2028, 0xFF01]
    for place in ("{}", "a{}", "{}a"):
        taken = [
            code
            for code in codes
            if outcome(mode, frame(message="a", client_message_id=place.format(chr(code))))
            == "read"
        ]
        assert taken == list(range(0x21, 0x7F))


@pytest.mark.parametrize("mode", MODES)
def test_of_the_control_characters_a_message_has_three(mode: Plain) -> None:
    for place in ("a{}b", "{}b", "a{}"):
        outcomes = {
            code: outcome(mode, frame(message=place.format(chr(code)))) for code in range(0xA1)
        }
        refused = [code for code, said in outcomes.items() if said == "control_characters"]
        assert refused == [code for code in range(0x20) if chr(code) not in "\t\n\r"] + [0x7F]
        assert set(outcomes.values()) == {"control_characters", "read"}


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    ("length", "expected"),
    [(65_535, "read"), (65_536, "read"), (65_537, "too_large"), (65_538, "too_large")],
)
def test_a_frame_has_up_to_65536_characters(mode: Plain, length: int, expected: str) -> None:
    text = frame(message="щ")
    assert outcome(mode, text + " " * (length - len(text))) == expected
    assert outcome(mode, "x" * length) == ("not_json" if expected == "read" else expected)


@pytest.mark.parametrize(
    ("seq", "taken"),
    [
        (-2, False),
        (-1, False),
        (0, True),
        (1, True),
        (LARGEST_NUMBER - 1, True),
        (LARGEST_NUMBER, True),
        (LARGEST_NUMBER + 1, False),
    ],
)
def test_a_read_mark_has_63_bits(seq: int, taken: bool) -> None:
    text = json.dumps({"type": "read", "seq": seq})
    if taken:
        assert Typed().read(text) == ReadUpTo(seq)
    else:
        assert outcome(Typed(), text) == "bad_seq"


@pytest.mark.parametrize(
    ("text", "room"),
    [
        ("0", None),
        ("1", 1),
        ("2", 2),
        (str(LARGEST_NUMBER), LARGEST_NUMBER),
        (str(LARGEST_NUMBER + 1), None),
    ],
)
def test_a_room_number_has_63_bits_and_is_not_0(text: str, room: int | None) -> None:
    assert read_room(text) == room


@pytest.mark.parametrize(("digits", "taken"), [(1, True), (39, True), (40, True), (41, False)])
def test_numbers_in_an_address_have_up_to_40_digits(digits: int, taken: bool) -> None:
    text = "7".zfill(digits)
    assert read_room(text) == (7 if taken else None)
    if taken:
        assert read_since(text) == 7
    else:
        with pytest.raises(ValueError, match=r"^since$"):
            read_since(text)


def test_the_limits_of_one_field_do_not_depend_on_those_of_another() -> None:
    body, client_id = "щ" * 4_000, "x" * 64
    text = frame(message=body, client_message_id=client_id)
    for mode in (Plain(), Typed()):
        assert mode.read(text + " " * (65_536 - len(text))) == Post(body, client_id)
