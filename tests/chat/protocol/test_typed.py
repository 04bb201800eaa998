"""The typed mode, as pure functions: what clients send is read, what they get is written."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rip.chat.protocol import typed
from rip.chat.protocol.frames import (
    FAULTS,
    LARGEST_SEQ,
    Command,
    Fault,
    Post,
    message_frame,
)
from rip.chat.protocol.typed import SERVER_FRAMES, ReadUpTo, Signal, Typed

MODE = Typed()


def read(text: str | None) -> Command | str:
    """The command in a frame, or the code of its fault."""
    try:
        return MODE.read(text)
    except Fault as fault:
        return fault.code


def fault_of(text: str | None) -> Fault:
    with pytest.raises(Fault) as caught:
        MODE.read(text)
    return caught.value


def test_a_message_is_read() -> None:
    text = '{"type":"message","message":"Привет","client_message_id":"id-1"}'
    assert MODE.read(text) == Post("Привет", "id-1")


@pytest.mark.parametrize("given_id", [{}, {"client_message_id": None}])
def test_a_message_without_an_id_is_refused_because_it_could_not_be_acknowledged(
    given_id: dict[str, None],
) -> None:
    frame = {"type": "message", "message": "Привет", **given_id}
    assert fault_of(json.dumps(frame)).code == "bad_client_message_id"


@pytest.mark.parametrize("seq", [0, 1, LARGEST_SEQ])
def test_a_read_mark_is_read(seq: int) -> None:
    assert MODE.read(json.dumps({"type": "read", "seq": seq})) == ReadUpTo(seq)


@pytest.mark.parametrize("seq", [None, -1, 1.0, "1", True, [], {}, LARGEST_SEQ + 1, 10**40])
def test_a_read_mark_that_is_no_number_of_a_message_is_refused(seq: object) -> None:
    assert fault_of(json.dumps({"type": "read", "seq": seq})).code == "bad_seq"


def test_a_read_mark_without_a_number_is_refused() -> None:
    assert fault_of('{"type":"read"}').code == "bad_seq"


@pytest.mark.parametrize("signal", Signal)
def test_signals_are_read(signal: Signal) -> None:
    assert MODE.read(json.dumps({"type": signal.value, "more": 1})) is signal


@pytest.mark.parametrize(
    "text",
    ["{}", '{"message":"plain"}', '{"type":"hello"}', '{"type":"ack"}', '{"type":"Message"}']
    + [f'{{"type":{value}}}' for value in ("null", "5", "[]", '{"a":1}', '""', "true")],
)
def test_what_has_no_type_a_client_may_send_is_refused(text: str) -> None:
    assert fault_of(text).code == "unknown_type"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (None, "binary"),
        ("", "not_json"),
        ("[]", "not_an_object"),
        ('{"type":"message","client_message_id":"a"}', "no_message"),
        ('{"type":"message","client_message_id":"a","message":" "}', "message_empty"),
    ],
)
def test_the_rules_of_the_plain_mode_hold_here_too(text: str | None, code: str) -> None:
    assert fault_of(text).code == code


def test_a_refused_message_is_named() -> None:
    text = '{"type":"message","client_message_id":"id-1","message":""}'
    assert fault_of(text).client_message_id == "id-1"


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)
TYPES = st.sampled_from(["message", "read", "typing", "ping", "pong", "hello"]) | VALUES


@given(
    st.fixed_dictionaries(
        {}, optional={"type": TYPES, "message": VALUES, "client_message_id": VALUES, "seq": VALUES}
    )
)
def test_no_object_gives_anything_but_a_command_or_a_known_fault(frame: dict[str, object]) -> None:
    outcome = read(json.dumps(frame))
    assert outcome in FAULTS or isinstance(outcome, Command)


@given(st.text() | st.none())
def test_no_text_raises_anything_but_a_fault(text: str | None) -> None:
    outcome = read(text)
    assert outcome in FAULTS or isinstance(outcome, Command)


@given(body=st.text(), client_id=st.none() | st.text(), seq=st.integers(1, LARGEST_SEQ))
def test_a_message_is_the_plain_frame_with_its_type(
    body: str, client_id: str | None, seq: int
) -> None:
    plain = message_frame(
        sender="vasya",
        body=body,
        seq=seq,
        sent_at=datetime(2026, 1, 2, tzinfo=UTC),
        client_message_id=client_id,
    )
    assert json.loads(MODE.message(plain)) == {"type": "message", **json.loads(plain)}


def test_the_servers_frames_are_as_the_document_says() -> None:
    marks = {"customer": 1, "support": 2}
    frames = [
        typed.hello(room=2, epoch="e", last_seq=3, recovered=True, read=marks),
        typed.ack(client_message_id="id-1", seq=3),
        typed.read_mark(side="support", seq=3),
        typed.typing(side="customer", sender="vasya", seconds=6.0),
        typed.presence({"customer": True, "support": False}),
        MODE.error(code="bad_seq", detail="…", client_message_id=None),
        typed.PING,
        typed.PONG,
    ]
    assert [json.loads(frame) for frame in frames] == [
        {
            "type": "hello",
            "room": 2,
            "epoch": "e",
            "last_seq": 3,
            "recovered": True,
            "read": marks,
        },
        {"type": "ack", "client_message_id": "id-1", "seq": 3},
        {"type": "read", "side": "support", "seq": 3},
        {"type": "typing", "side": "customer", "sender": "vasya", "seconds": 6.0},
        {"type": "presence", "customer": True, "support": False},
        {"type": "error", "code": "bad_seq", "detail": "…", "client_message_id": None},
        {"type": "ping"},
        {"type": "pong"},
    ]


def test_the_servers_frames_have_the_fields_of_their_examples() -> None:
    message = message_frame(
        sender="vasya",
        body="a",
        seq=1,
        sent_at=datetime(2026, 1, 2, tzinfo=UTC),
        client_message_id=None,
    )
    frames = {
        "hello": typed.hello(room=2, epoch="e", last_seq=3, recovered=True, read={}),
        "message": MODE.message(message),
        "ack": typed.ack(client_message_id="id-1", seq=3),
        "read": typed.read_mark(side="support", seq=3),
        "typing": typed.typing(side="customer", sender="vasya", seconds=6.0),
        "presence": typed.presence({"customer": True, "support": False}),
        "error": MODE.error(code="bad_seq", detail="…", client_message_id=None),
        "ping": typed.PING,
        "pong": typed.PONG,
    }
    assert frames.keys() == SERVER_FRAMES.keys()
    for kind, frame in frames.items():
        assert list(json.loads(frame)) == list(json.loads(SERVER_FRAMES[kind].example)), kind
