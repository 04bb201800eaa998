"""A bad frame gets an error frame, and the connection lives."""

import contextlib
import json

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from tests.kit.people import Person
from tests.kit.talking import close_code, hear, tell

LARGEST = 128 * 1024


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        (b'{"message": "a"}', "binary"),
        (b"", "binary"),
        (b"\xff\xfe", "binary"),
        ("", "not_json"),
        ("hello", "not_json"),
        ("[" * 60_000, "not_json"),
        ('{"message":' * 5_000, "not_json"),
        ('{"message": "\\ud800"}', "not_json"),
        ("[]", "not_an_object"),
        ("5", "not_an_object"),
        ('"text"', "not_an_object"),
        ("{}", "no_message"),
        ('{"message": 5}', "message_not_text"),
        ('{"message": null}', "message_not_text"),
        ('{"message": {"a": "b"}}', "message_not_text"),
        ('{"message": ""}', "message_empty"),
        ('{"message": " \\n "}', "message_empty"),
        (json.dumps({"message": "x" * 4001}), "message_too_long"),
        ('{"message": "a\\u0000b"}', "control_characters"),
        (json.dumps({"message": "x" * (LARGEST - 15)}), "too_large"),
        ('{"message": "a", "client_message_id": ""}', "bad_client_message_id"),
        ('{"message": "a", "client_message_id": 7}', "bad_client_message_id"),
        (json.dumps({"message": "a", "client_message_id": "x" * 65}), "bad_client_message_id"),
    ],
    ids=lambda value: repr(value[:20]),
)
def test_a_bad_frame_is_answered_and_the_connection_lives(
    owner: Person, frame: str | bytes, code: str
) -> None:
    with owner.chat(owner.room) as socket:
        socket.send(frame)
        answer = hear(socket)
        assert answer == {
            "error": {"code": code, "detail": answer["error"]["detail"], "client_message_id": None}
        }
        assert answer["error"]["detail"]
        assert tell(socket, "good")["seq"] == 1


def test_an_error_frame_names_the_message_it_is_about(owner: Person) -> None:
    with owner.chat(owner.room) as socket:
        socket.send(json.dumps({"message": "", "client_message_id": "id-1"}))
        assert hear(socket)["error"]["client_message_id"] == "id-1"
        assert tell(socket, "good", "id-1")["seq"] == 1


def test_a_bad_frame_is_answered_to_its_sender_only(owner: Person) -> None:
    with owner.chat(owner.room) as one, owner.chat(owner.room) as other:
        one.send("{}")
        hear(one)
        good = tell(one, "good")
        assert hear(other) == good


@pytest.mark.parametrize("size", [LARGEST + 1, 320 * LARGEST])
def test_a_frame_too_large_to_read_closes_the_socket(owner: Person, size: int) -> None:
    """And its sender learns why, though most of it is still on its way then."""
    with owner.chat(owner.room) as socket:
        with contextlib.suppress(ConnectionClosed):
            socket.send("x" * size)
        assert close_code(socket) == 1009
    with owner.chat(owner.room) as socket:
        assert tell(socket, "good")["seq"] == 1


@pytest.mark.parametrize(("language", "word"), [("ru", "пусто"), ("en", "empty"), ("de", "пусто")])
def test_errors_are_worded_in_the_language_asked_for(
    owner: Person, language: str, word: str
) -> None:
    headers = {"Accept-Language": language}
    with connect(owner.chat_address(owner.room), additional_headers=headers) as socket:
        socket.send('{"message": ""}')
        assert word in hear(socket)["error"]["detail"]


def test_the_parts_of_one_frame_count_together(owner: Person) -> None:
    half = "x" * (LARGEST // 2)
    with owner.chat(owner.room) as socket:
        socket.send([half, half])
        assert hear(socket)["error"]["code"] == "too_large"
        with contextlib.suppress(ConnectionClosed):
            socket.send([half, half, "x"])
        assert close_code(socket) == 1009
