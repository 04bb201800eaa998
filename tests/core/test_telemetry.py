import logging

import pytest

from rip.core.telemetry import WithoutQueries


@pytest.mark.parametrize(
    ("line", "arguments", "kept"),
    [
        (
            '"WebSocket /ws/chat/2/?uuid=SECRET" [accepted]',
            (),
            '"WebSocket /ws/chat/2/" [accepted]',
        ),
        ("GET %s done", ("/x?uuid=SECRET&since=4",), "GET /x done"),
        ("'/a?x=SECRET' and \"/b?y=SECRET\"", (), "'/a' and \"/b\""),
        ("nothing to cut", (), "nothing to cut"),
        ("100%% of %d", (7,), "100% of 7"),
    ],
)
def test_query_strings_are_cut_from_log_lines(
    line: str, arguments: tuple[object, ...], kept: str
) -> None:
    record = logging.LogRecord("uvicorn", logging.INFO, "x.py", 1, line, arguments, None)
    assert WithoutQueries().filter(record)
    assert record.getMessage() == kept
