"""The tables of error frames and close codes: complete, worded, and the same in the document."""

import ast
import inspect
import json
import re

import pytest
from django.conf import settings
from django.utils import translation

from rip.chat.fault_texts import FAULT_TEXTS
from rip.chat.live import checks, commands, room, socket
from rip.chat.messages import queue
from rip.chat.protocol import frames, typed
from rip.chat.protocol.frames import CLOSE_RULES, FAULTS, Close
from rip.chat.protocol.typed import CLIENT_FRAMES, SERVER_FRAMES, Typed
from rip.env import BASE_DIR

DOCUMENT = BASE_DIR / "docs" / "chat-protocol.md"


def codes_raised_in(module: object) -> set[str]:
    """The codes of every `Fault("…")` written in the module."""
    source = inspect.getsource(module)  # type: ignore[arg-type]
    return {
        node.args[0].value
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "Fault"
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
    }


def test_every_fault_that_is_raised_is_in_the_table_and_no_other() -> None:
    assert set().union(*map(codes_raised_in, (frames, typed, commands))) == set(FAULTS)


def test_every_fault_has_words_for_people() -> None:
    assert set(FAULT_TEXTS) == set(FAULTS)


@pytest.mark.parametrize("code", FAULTS)
def test_every_fault_is_worded_in_both_languages(code: str) -> None:
    with translation.override("en"):
        english = str(FAULT_TEXTS[code])
    with translation.override("ru"):
        russian = str(FAULT_TEXTS[code])
    assert not re.search("[а-яё]", english), english
    assert re.search("[а-яё]", russian), russian


def test_every_close_code_has_a_rule() -> None:
    assert set(CLOSE_RULES) == set(Close)


@pytest.mark.parametrize("code", Close)
def test_every_close_rule_says_whether_to_reconnect(code: Close) -> None:
    assert re.match(r"(yes|no)\b", CLOSE_RULES[code].reconnect)


def table_rows(first_heading: str) -> list[list[str]]:
    """The body rows of the document's table whose first column is headed `first_heading`."""
    lines = DOCUMENT.read_text().splitlines()
    start = next(
        index for index, line in enumerate(lines) if line.startswith(f"| {first_heading} |")
    )
    rows: list[list[str]] = []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split("|")])
    return rows


def test_the_document_lists_the_error_codes_as_they_are() -> None:
    assert table_rows("Error code") == [[f"`{code}`", meaning] for code, meaning in FAULTS.items()]


def test_the_document_lists_the_close_codes_as_they_are() -> None:
    assert table_rows("Close code") == [
        [str(code.value), rule.meaning, rule.reconnect] for code, rule in CLOSE_RULES.items()
    ]


def test_the_document_lists_what_typed_clients_may_send() -> None:
    assert table_rows("You send") == [
        [f"`{frame.example}`", frame.meaning] for frame in CLIENT_FRAMES.values()
    ]


def test_the_document_lists_what_typed_clients_get() -> None:
    assert table_rows("You get") == [
        [f"`{frame.example}`", frame.meaning] for frame in SERVER_FRAMES.values()
    ]


@pytest.mark.parametrize("kind", CLIENT_FRAMES)
def test_every_example_of_a_client_is_a_frame_it_may_send(kind: str) -> None:
    frame = json.loads(CLIENT_FRAMES[kind].example)
    assert frame["type"] == kind
    if "client_message_id" in frame:
        frame["client_message_id"] = "id-1"
    Typed().read(json.dumps(frame))


def test_every_frame_that_is_written_is_in_the_table_and_no_other() -> None:
    tree = ast.parse(inspect.getsource(typed))
    written = {
        node.args[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "_frame"
        and isinstance(node.args[0], ast.Constant)
    }
    assert {"message", *written} == set(SERVER_FRAMES)


@pytest.mark.parametrize(
    ("what", "limits"),
    [
        ("`message`", [frames.LONGEST_BODY]),
        ("`client_message_id`", [frames.LONGEST_CLIENT_ID]),
        ("a frame", [frames.LARGEST_FRAME]),
        ("waiting frames", [socket.LONGEST_QUEUE]),
        ("waiting messages", [queue.LONGEST_QUEUE]),
        ("`typing`", [room.SECONDS_BETWEEN_TYPING]),
        ("silence, in the typed mode", [settings.RIP_CHAT_PING_SECONDS, checks.SILENT_SECONDS]),
    ],
)
def test_the_document_lists_the_limits_as_they_are(what: str, limits: list[float]) -> None:
    [text] = [limit for name, limit in table_rows("What") if name == what]
    for limit in limits:
        assert re.search(rf"\b{limit:g}\b", text)
