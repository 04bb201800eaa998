"""Each request has an id, and a line with its outcome as structlog would write it."""

import asyncio
import json
import re

import pytest
import structlog
from pytest_django import Settings
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rip.core.telemetry import with_request_id
from rip.server.access_log import LONGEST_PATH, AccessLog

TEXT = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z \[info     \] request {24}"
    r"method=(\S+) ms=(\d+\.\d) path=(.*) request_id=([0-9a-f]{16}) status=(\d+)\n"
)


async def fine(_scope: Scope, _receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 204, "headers": ((b"a", b"b"),)})
    await send({"type": "http.response.body", "body": b""})


async def broken(_scope: Scope, _receive: Receive, _send: Send) -> None:
    raise ZeroDivisionError


def ask(app: ASGIApp, path: str = "/it", **scope: object) -> list[Message]:
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.request"}

    request = {"type": "http", "method": "GET", "path": path, "query_string": b"uuid=SECRET"}
    asyncio.run(app({**request, **scope}, receive, send))  # type: ignore[arg-type]
    return sent


def test_the_line_has_the_outcome_and_the_response_the_id() -> None:
    lines: list[str] = []
    start = ask(AccessLog(fine, lines.append))[0]
    [line] = lines
    found = TEXT.fullmatch(line)
    assert found is not None, line
    assert (found[1], found[3], found[5]) == ("GET", "/it", "204")
    assert start["headers"] == [(b"a", b"b"), (b"x-request-id", found[4].encode())]
    assert "SECRET" not in line


@pytest.mark.parametrize("prefix", ["/accounts/password/reset/key/", "/accounts/confirm-email/"])
@pytest.mark.parametrize("key", ["1-SECRET/", "SECRET", "x/SECRET" * 200])
def test_the_key_of_a_letter_is_left_out(prefix: str, key: str) -> None:
    lines: list[str] = []
    ask(AccessLog(fine, lines.append), prefix + key)
    ask(AccessLog(fine, lines.append), prefix)
    shown = [TEXT.fullmatch(line)[3] for line in lines]  # type: ignore[index]
    assert shown == [json.dumps(f"{prefix}…"), prefix]


def test_each_request_has_an_id_of_its_own() -> None:
    lines: list[str] = []
    for log in (AccessLog(fine, lines.append), AccessLog(fine, lines.append)):
        for _ in range(3):
            ask(log)
    ids = {re.search(r"request_id=(\w+)", line)[1] for line in lines}  # type: ignore[index]
    assert len(ids) == 6


def test_a_request_that_fails_is_logged_as_unanswered() -> None:
    lines: list[str] = []
    with pytest.raises(ZeroDivisionError):
        ask(AccessLog(broken, lines.append))
    [line] = lines
    assert line.endswith(" status=0\n")


@pytest.mark.parametrize(
    "path", ["/a b", '/"', "/\\", "/щенки", "/\n[info] request", "/\x1b[31m", "/\x85", "/\u2028"]
)
@pytest.mark.parametrize("production", [False, True])
def test_no_path_breaks_its_line(settings: Settings, path: str, *, production: bool) -> None:
    settings.ENV = settings.ENV.model_copy(
        update={"profile": "production" if production else "local"}
    )
    lines: list[str] = []
    ask(AccessLog(fine, lines.append), path)
    [line] = lines
    assert line.isascii()
    assert line.count("\n") == 1
    if production:
        assert json.loads(line)["path"] == path
    else:
        found = TEXT.fullmatch(line)
        assert found is not None, line
        assert json.loads(found[3]) == path


def test_a_long_path_is_cut() -> None:
    lines: list[str] = []
    ask(AccessLog(fine, lines.append), "/" + "x" * LONGEST_PATH)
    [line] = lines
    assert "x" * (LONGEST_PATH - 1) in line
    assert "x" * LONGEST_PATH not in line


def test_in_production_a_line_is_json(settings: Settings) -> None:
    settings.ENV = settings.ENV.model_copy(update={"profile": "production"})
    lines: list[str] = []
    ask(AccessLog(fine, lines.append))
    [line] = lines
    entry = json.loads(line)
    assert entry.pop("ms") >= 0
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:]{8}\.\d{6}Z", entry.pop("timestamp"))
    assert re.fullmatch(r"[0-9a-f]{16}", entry.pop("request_id"))
    assert entry == {
        "method": "GET", "path": "/it", "status": 204, "event": "request", "level": "info"
    }  # fmt: skip


def test_other_lines_name_the_request_they_are_about() -> None:
    named: list[structlog.typing.EventDict] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        named.append(with_request_id(None, "info", {}))
        await fine(scope, receive, send)

    lines: list[str] = []
    ask(AccessLog(app, lines.append))
    assert named == [{"request_id": re.search(r"request_id=(\w+)", lines[0])[1]}]  # type: ignore[index]
    assert with_request_id(None, "info", {}) == {}
