"""The frames the server sends."""

import json
from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from rip.chat.protocol.frames import error_frame, message_frame

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
