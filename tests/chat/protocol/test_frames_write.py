"""The frames the server sends."""

import json
from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from rip.chat.protocol.frames import Plain, error_frame, message_frame

NOON = datetime(2026, 5, 4, 12, 0, 0, 123456, tzinfo=UTC)
TEXTS = st.text(st.characters(codec="utf-8"))


def test_a_message_frame_has_the_seeds_fields_and_rips() -> None:
    text = message_frame(
        sender="vasya", body="Привет", seq=3, sent_at=NOON, client_message_id="id-1"
    )
    assert json.loads(text) == {
        "sender": "vasya",
        "message": "Привет",
        "seq": 3,
        "sent_at": "2026-05-04T12:00:00.123+00:00",
        "client_message_id": "id-1",
    }


def test_times_are_told_in_utc() -> None:
    moscow = NOON.astimezone(timezone(timedelta(hours=3)))
    text = message_frame(sender="a", body="b", seq=1, sent_at=moscow, client_message_id=None)
    assert json.loads(text)["sent_at"] == "2026-05-04T12:00:00.123+00:00"


def test_an_error_frame_has_a_code_words_and_the_id_it_answers() -> None:
    text = error_frame(code="message_empty", detail="Пусто", client_message_id="id-1")
    assert json.loads(text) == {
        "error": {"code": "message_empty", "detail": "Пусто", "client_message_id": "id-1"}
    }


def test_the_plain_mode_sends_messages_and_errors_as_they_are() -> None:
    plain = Plain()
    assert plain.message('{"any": "frame"}') == '{"any": "frame"}'
    assert plain.error(code="bad_seq", detail="…", client_message_id="id-1") == error_frame(
        code="bad_seq", detail="…", client_message_id="id-1"
    )
    assert json.loads(plain.error(code="bad_seq", detail="…"))["error"] == {
        "code": "bad_seq",
        "detail": "…",
        "client_message_id": None,
    }
    assert (plain.typed, plain.subprotocol) == (False, None)


def test_the_moment_is_told_to_the_millisecond_that_has_begun() -> None:
    def told(microsecond: int) -> str:
        at = NOON.replace(microsecond=microsecond)
        text = message_frame(sender="a", body="b", seq=1, sent_at=at, client_message_id=None)
        return str(json.loads(text)["sent_at"])

    assert told(0) == "2026-05-04T12:00:00.000+00:00"
    assert told(999_999) == "2026-05-04T12:00:00.999+00:00"


@given(sender=TEXTS, body=TEXTS, seq=st.integers(1, 2**63 - 1), client_id=TEXTS | st.none())
def test_every_message_frame_reads_back(
    sender: str, body: str, seq: int, client_id: str | None
) -> None:
    text = message_frame(
        sender=sender, body=body, seq=seq, sent_at=NOON, client_message_id=client_id
    )
    frame = json.loads(text)
    assert (frame["sender"], frame["message"], frame["seq"]) == (sender, body, seq)
    assert frame["client_message_id"] == client_id
