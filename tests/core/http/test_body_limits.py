"""Each limit of a body, at the limit and one beyond."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pytest
from pydantic import BaseModel
from pytest_django import Settings
from starlette.types import Message, Receive, Scope, Send

from rip.core.errors import BadInput, TooLarge
from rip.core.http.bodies import FORM, JSON, MOST_FIELDS, MOST_FILES, MULTIPART
from rip.core.http.fields import Whole, amount
from rip.core.http.limits import PLAIN_BODY_BYTES, BodySizeLimit
from rip.core.http.queries import MOST_PARAMETERS, parse_query
from tests.core.http.test_bodies import read

MULTIPART_B = f"{MULTIPART}; boundary=b"


class Anything(BaseModel):
    """Takes every body."""

    n: Whole = 0
    price: amount(12, 2) = 0  # type: ignore[valid-type]
    text: str = ""


def part(name: str, value: bytes, extra: str = "") -> bytes:
    return f'--b\r\nContent-Disposition: form-data; name="{name}"{extra}\r\n\r\n'.encode() + (
        value + b"\r\n"
    )


def multipart(*parts: bytes) -> bytes:
    return b"".join(parts) + b"--b--\r\n"


def form_with(fields: int) -> None:
    read(b"&".join([b"a=1"] * fields), FORM, Anything)


def multipart_with(fields: int) -> None:
    read(multipart(*[part("a", b"1")] * fields), MULTIPART_B, Anything)


def files(number: int) -> None:
    body = read(multipart(*[part("image", b"1", '; filename="x"')] * number), MULTIPART_B, Anything)
    assert len(body.pictures) == number


def text_of(size: int) -> None:
    body = read(multipart(part("text", b"x" * size)), MULTIPART_B, Anything)
    assert len(body.fields.text) == size


def parameters(number: int) -> None:
    parse_query(b"&".join([b"a=1"] * number), Anything)


def digits(number: int) -> None:
    assert parse_query(b"n=" + b"7" * number, Anything).n == int("7" * number)


def zeros_before(number: int) -> None:
    assert parse_query(b"price=" + b"0" * (number - 1) + b"7", Anything).price == 7


def digits_of_an_exponent(number: int) -> None:
    assert parse_query(b"price=0e" + b"1" * number, Anything).price == 0


def digits_of_an_amount(number: int) -> None:
    assert parse_query(b"price=" + b"9" * (number - 2), Anything).price == 10 ** (number - 2) - 1


def digits_after_the_point(number: int) -> None:
    parse_query(b"price=0." + b"1" * number, Anything)


@pytest.mark.parametrize(
    ("use", "limit"),
    [
        (form_with, 64),
        (multipart_with, 64),
        (files, 64),
        (text_of, 256 * 1024),
        (parameters, 100),
        (digits, 40),
        (zeros_before, 40),
        (digits_of_an_exponent, 3),
        (digits_of_an_amount, 12),
        (digits_after_the_point, 2),
    ],
    ids=lambda value: getattr(value, "__name__", str(value)),
)
def test_as_much_as_is_allowed_is_read_and_one_more_is_refused(
    use: Callable[[int], None], limit: int
) -> None:
    use(limit)
    with pytest.raises(BadInput):
        use(limit + 1)


def test_the_limits_are_those_that_are_named() -> None:
    assert (MOST_FIELDS, MOST_FILES, MOST_PARAMETERS) == (64, 64, 100)
    assert PLAIN_BODY_BYTES == 1024 * 1024


@dataclass
class Reader:
    """An application that reads the whole body, and says how long it was."""

    length: int = -1

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.length, more = 0, True
        while more:
            message = await receive()
            self.length += len(message.get("body", b""))
            more = message.get("more_body", False)
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})


def send_body(size: int, headers: dict[str, str], pieces: int = 3) -> tuple[int, int]:
    """The status, and how many bytes the application read; -1 if it was not asked."""
    sent: list[Message] = []
    ends = [size * number // pieces for number in range(pieces + 1)]
    messages = [
        {"type": "http.request", "body": b"x" * (end - start), "more_body": end < size}
        for start, end in pairwise(ends)
    ]
    reader = Reader()

    async def receive() -> Message:
        return messages.pop(0)

    async def send(message: Message) -> None:
        sent.append(message)

    raw = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    scope: dict[str, Any] = {"type": "http", "method": "POST", "path": "/", "headers": raw}

    async def run() -> None:
        await BodySizeLimit(reader)(scope, receive, send)

    asyncio.run(run())
    assert [message["type"] for message in sent] == ["http.response.start", "http.response.body"]
    return sent[0]["status"], reader.length


@pytest.mark.parametrize("content_type", [JSON, FORM, "text/plain", "", "multipartial", MULTIPART])
def test_a_body_of_just_the_most_bytes_is_read_and_of_one_more_refused(
    content_type: str, settings: Settings
) -> None:
    settings.RIP_PICTURE_BYTES = 5000
    limit = 1024 * 1024 + (5000 if content_type == MULTIPART else 0)
    headers = {"Content-Type": content_type}
    for size, status, read_bytes in ((limit, 200, limit), (limit + 1, 413, -1)):
        declared = {**headers, "Content-Length": str(size)}
        assert send_body(size, declared) == (status, read_bytes)
    chunked = {**headers, "Transfer-Encoding": "chunked"}
    assert send_body(limit, chunked) == (200, limit)
    status, read_bytes = send_body(limit + 1, chunked)
    assert status == 413
    assert read_bytes <= limit


@pytest.mark.parametrize("content_type", ["Multipart/Form-Data; boundary=x", "MULTIPART/mixed"])
def test_a_form_with_files_is_known_in_any_case(content_type: str, settings: Settings) -> None:
    settings.RIP_PICTURE_BYTES = 5000
    size = 1024 * 1024 + 5000
    assert send_body(size, {"Content-Type": content_type, "Content-Length": str(size)})[0] == 200


@pytest.mark.parametrize(
    ("length", "status"),
    [
        ("0" * 11 + "1048576", 200),
        ("0" * 12 + "1048576", 413),
        ("9" * 18, 413),
        ("9" * 19, 413),
        # The server refuses what is no number, before anybody reads.
        ("-1", 200),
        ("1e3", 200),
        ("x", 200),
        ("\u00b2", 200),
    ],
)
def test_a_declared_length_is_judged_by_its_number(length: str, status: int) -> None:
    assert send_body(1, {"Content-Length": length})[0] == status


def test_a_body_with_both_headers_is_counted_too() -> None:
    headers = {"Content-Length": "1", "Transfer-Encoding": "chunked"}
    assert send_body(1024 * 1024 + 1, headers)[0] == 413


def test_a_request_without_a_body_is_let_through() -> None:
    assert send_body(0, {}, pieces=1) == (200, 0)


def test_a_body_too_large_of_which_the_answer_has_begun_ends_the_answer() -> None:
    sent: list[str] = []

    async def answering(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await receive()

    async def receive() -> Message:
        return {"type": "http.request", "body": b"x" * (1024 * 1024 + 1), "more_body": True}

    async def send(message: Message) -> None:
        sent.append(message["type"])

    async def run() -> None:
        headers = [(b"transfer-encoding", b"chunked")]
        scope = {"type": "http", "method": "POST", "path": "/", "headers": headers}
        await BodySizeLimit(answering)(scope, receive, send)

    with pytest.raises(TooLarge):
        asyncio.run(run())
    assert sent == ["http.response.start"]


@pytest.mark.parametrize(
    ("extra", "value", "pictures"),
    [
        # A browser sends this for a field in which no file was chosen.
        ('; filename=""', b"", []),
        ('; filename="empty.png"', b"", [b""]),
        ('; filename=""', b"PIC", [b"PIC"]),
        ('; filename="x.png"', b"PIC", [b"PIC"]),
    ],
)
def test_a_file_part_is_a_picture_if_it_has_a_name_or_bytes(
    extra: str, value: bytes, pictures: list[bytes]
) -> None:
    body = read(multipart(part("image", value, extra)), MULTIPART_B, Anything)
    assert body.pictures == pictures
    assert body.picture == (pictures[0] if pictures else None)


def test_of_several_pictures_the_last_is_the_one_of_a_call_that_takes_one() -> None:
    parts = [part("image", value, '; filename="x"') for value in (b"1", b"2", b"3")]
    body = read(multipart(*parts), MULTIPART_B, Anything)
    assert (body.pictures, body.picture) == ([b"1", b"2", b"3"], b"3")


def test_files_of_other_names_are_left_out() -> None:
    other = part("text", b"PIC", '; filename="x"')
    body = read(multipart(other, part("n", b"7")), MULTIPART_B, Anything)
    assert (body.pictures, body.fields.text, body.fields.n) == ([], "", 7)


@pytest.mark.parametrize(
    ("content_type", "begun"),
    [
        (JSON, b'{"n": 7}'),
        (FORM, b"n=7"),
        (MULTIPART_B, multipart(part("n", b"7"))),
        (MULTIPART_B, part("image", b"PIC", '; filename="x"')),
        ("", b""),
    ],
)
def test_a_body_whose_sender_leaves_is_refused_whatever_has_come(
    content_type: str, begun: bytes
) -> None:
    with pytest.raises(BadInput):
        read(begun, content_type, Anything, left=True)


def test_each_kind_of_body_is_read_with_its_own_reader() -> None:
    for content_type, raw in (
        (JSON, b'{"n": 7}'),
        (f"{JSON}; charset=utf-8", b'{"n": 7}'),
        (" Application/JSON ;x", b'{"n": 7}'),
        (FORM, b"n=7"),
        (MULTIPART_B, multipart(part("n", b"7"))),
    ):
        assert read(raw, content_type, Anything).fields.n == 7
    for content_type in (JSON, FORM, ""):
        assert read(b"", content_type, Anything).fields.n == 0
