from typing import Any

from rip.core.http.headers import header

SCOPE: dict[str, Any] = {
    "type": "http",
    "headers": [(b"host", b"rip.example"), (b"x", b"first"), (b"x", b"second"), (b"y", b"\xff")],
}


def test_the_first_of_a_name_is_read() -> None:
    assert header(SCOPE, b"host") == "rip.example"
    assert header(SCOPE, b"x") == "first"


def test_any_bytes_are_text() -> None:
    assert header(SCOPE, b"y") == "ÿ"


def test_what_is_not_there_is_none() -> None:
    assert header(SCOPE, b"z") is None
    assert header({"type": "http", "headers": []}, b"host") is None
