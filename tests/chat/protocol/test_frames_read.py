"""Frames that a client may send, and the one error that anything else gets."""

import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rip.chat.protocol.frames import (
    FAULTS,
    LARGEST_FRAME,
    LONGEST_BODY,
    LONGEST_CLIENT_ID,
    Fault,
    Post,
    read_frame,
)
from tests.chat.rooms import shortened

JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)
CLIENT_IDS = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1, max_size=64)
BODIES = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc"], include_characters="\t\n\r"),
    min_size=1,
).filter(str.strip)


def fault_of(text: str | None) -> Fault:
    with pytest.raises(Fault) as raised:
        read_frame(text)
    return raised.value


def outcome_of(text: str | None) -> str:
    try:
        read_frame(text)
    except Fault as fault:
        return fault.code
    return "read"


def frame(**fields: Any) -> str:
    return json.dumps(fields)


def test_a_message_is_read() -> None:
    assert read_frame('{"message": "Привет"}') == Post("Привет", None)


def test_a_client_message_id_is_read() -> None:
    assert read_frame(frame(message="a", client_message_id="id-1")) == Post("a", "id-1")


def test_a_null_client_message_id_is_none() -> None:
    assert read_frame(frame(message="a", client_message_id=None)) == Post("a", None)


def test_fields_nobody_knows_are_ignored() -> None:
    assert read_frame(frame(message="a", sender="operator", seq=9)) == Post("a", None)


def test_white_space_around_and_in_a_message_is_kept() -> None:
    assert read_frame(frame(message=" a\n\tb\r\n ")) == Post(" a\n\tb\r\n ", None)


def test_the_longest_message_and_the_longest_id_are_read() -> None:
    body, client_id = "щ" * LONGEST_BODY, "x" * LONGEST_CLIENT_ID
    assert read_frame(frame(message=body, client_message_id=client_id)) == Post(body, client_id)


def test_the_largest_frame_is_read() -> None:
    text = frame(message="a")
    assert read_frame(text + " " * (LARGEST_FRAME - len(text))) == Post("a", None)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (None, "binary"),
        (" " * (LARGEST_FRAME + 1), "too_large"),
        ("", "not_json"),
        ("hello", "not_json"),
        ('{"message": "a"', "not_json"),
        ('{"message": NaN}', "not_json"),
        ("[" * 60_000, "not_json"),
        ('{"message":' * 5_000, "not_json"),
        ('{"message": "\\ud800"}', "not_json"),
        ('{"message": "\ud800"}', "not_json"),
        ('["message"]', "not_an_object"),
        ("5", "not_an_object"),
        ("null", "not_an_object"),
        ('"message"', "not_an_object"),
        ("{}", "no_message"),
        (frame(Message="a"), "no_message"),
        (frame(message=None), "message_not_text"),
        (frame(message=5), "message_not_text"),
        (frame(message=["a"]), "message_not_text"),
        (frame(message=""), "message_empty"),
        (frame(message=" \n\t\u3000"), "message_empty"),
        (frame(message="a" * (LONGEST_BODY + 1)), "message_too_long"),
        (frame(message="a\0b"), "control_characters"),
        (frame(message="\x1b[2J"), "control_characters"),
        (frame(message="a\x7f"), "control_characters"),
        (frame(message="a", client_message_id=""), "bad_client_message_id"),
        (frame(message="a", client_message_id="x" * 65), "bad_client_message_id"),
        (frame(message="a", client_message_id="with space"), "bad_client_message_id"),
        (frame(message="a", client_message_id="id\n"), "bad_client_message_id"),
        (frame(message="a", client_message_id="номер"), "bad_client_message_id"),
        (frame(message="a", client_message_id=7), "bad_client_message_id"),
        (frame(message="a", client_message_id=["x"]), "bad_client_message_id"),
    ],
    ids=shortened,
)
def test_anything_else_is_a_fault(text: str | None, code: str) -> None:
    assert fault_of(text).code == code


def test_a_fault_is_logged_by_its_code() -> None:
    assert str(fault_of("{}")) == "no_message"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({}, "no_message"),
        ({"message": 5}, "message_not_text"),
        ({"message": " "}, "message_empty"),
        ({"message": "a" * (LONGEST_BODY + 1)}, "message_too_long"),
        ({"message": "a\0"}, "control_characters"),
    ],
    ids=shortened,
)
def test_a_fault_carries_the_id_of_the_message_it_is_about(
    fields: dict[str, Any], code: str
) -> None:
    fault = fault_of(frame(**fields, client_message_id="id-1"))
    assert (fault.code, fault.client_message_id) == (code, "id-1")


def test_a_fault_never_carries_a_bad_id() -> None:
    assert fault_of(frame(message="a", client_message_id="no id")).client_message_id is None


@given(st.text(st.characters(), max_size=200) | st.none())
def test_no_text_raises_anything_but_a_fault(text: str | None) -> None:
    assert outcome_of(text) in {"read", *FAULTS}


@given(st.binary(max_size=200))
def test_no_bytes_raise_anything_but_a_fault(raw: bytes) -> None:
    for text in (raw.decode("latin-1"), raw.decode("utf-8", "surrogateescape")):
        assert outcome_of(text) in {"read", *FAULTS}


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "message": BODIES | JSON_VALUES,
            "client_message_id": CLIENT_IDS | JSON_VALUES,
            "x": JSON_VALUES,
        },
    )
)
@example({"message": "a", "x": 1})
def test_no_json_object_raises_anything_but_a_fault(fields: dict[str, Any]) -> None:
    try:
        post = read_frame(json.dumps(fields))
    except Fault as fault:
        code = fault.code
    else:
        assert post.body == fields["message"]
        return
    assert code in FAULTS


@given(BODIES, CLIENT_IDS | st.none())
def test_every_good_message_comes_through_unchanged(body: str, client_id: str | None) -> None:
    for ascii_only in (True, False):
        text = json.dumps(
            {"message": body, "client_message_id": client_id}, ensure_ascii=ascii_only
        )
        assert read_frame(text) == Post(body, client_id)
