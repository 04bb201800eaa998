"""Kept answers: tags, 304, and packed forms, as a browser and a careless client ask for them."""

import asyncio
import gzip
import re
from typing import Any

import brotli
import pytest

from rip.core.http.compression import Coding, compress
from rip.core.http.responses import LARGE, SMALLEST_COMPRESSED, CachedResponse, EncodedResponse

LONG = b'{"a":"' + b"x" * 5000 + b'"}'


def ask(answer: CachedResponse, **headers: str) -> tuple[int, dict[str, str], bytes]:
    sent: list[Any] = []
    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        raise AssertionError

    asyncio.run(answer({"type": "http", "headers": raw}, receive, send))
    start, body = sent
    assert (start["type"], body["type"]) == ("http.response.start", "http.response.body")
    got = {name.decode(): value.decode() for name, value in start["headers"]}
    return start["status"], got, body["body"]


def test_it_is_sent_with_its_length_and_its_tag() -> None:
    status, headers, body = ask(CachedResponse(b"[]"))
    assert (status, body) == (200, b"[]")
    assert headers["content-type"] == "application/json"
    assert headers["content-length"] == "2"
    assert headers["cache-control"] == "no-cache"
    assert headers["vary"] == "Accept-Encoding"
    assert re.fullmatch(r'W/"[0-9a-f]{24}"', headers["etag"])


def test_the_tag_tells_bodies_apart() -> None:
    assert CachedResponse(b"a").tag == CachedResponse(b"a").tag != CachedResponse(b"b").tag


def test_who_has_it_already_is_told_so() -> None:
    answer = CachedResponse(LONG)
    tag = answer.tag.decode()
    for has in (tag, tag.removeprefix("W/"), f'"other", {tag}', f'"other",{tag}', "*"):
        status, headers, body = ask(answer, if_none_match=has, accept_encoding="gzip")
        assert (status, body) == (304, b"")
        assert headers["etag"] == tag
        assert "content-length" not in headers
    for other in ('"other"', "", "W/", tag[:-2]):
        assert ask(answer, if_none_match=other)[0] == 200


@pytest.mark.parametrize("size", [5000, LARGE * 2])
@pytest.mark.parametrize(
    ("coding", "accepted"),
    [
        ("gzip", ("gzip", "deflate, GZIP;q=0.5", "br;q=0.1, gzip;q=0.2", "gzip; q=1.0, *;q=0")),
        ("br", ("br", "gzip, deflate, br, zstd", "*", "gzip;q=0.9, br", "br;q=.5", "*, gzip;q=0")),
    ],
)
def test_a_long_body_is_packed_as_its_client_likes_it_best(
    size: int, coding: str, accepted: tuple[str, ...]
) -> None:
    answer = CachedResponse(b"x" * size)
    unpack = {"gzip": gzip.decompress, "br": brotli.decompress}[coding]
    for some in accepted:
        status, headers, body = ask(answer, accept_encoding=some)
        assert (status, headers["content-encoding"]) == (200, coding), some
        assert int(headers["content-length"]) == len(body) < size
        assert unpack(body) == b"x" * size


def test_a_long_body_is_sent_as_it_is_to_who_takes_no_other() -> None:
    answer = CachedResponse(LONG)
    for refused in (
        *("", "zstd", "identity", "gzip;q=0", "*;q=0", "gzip; q=0.000, br;q=0, *"),
        *("br;q=2", "gzip;q=nan", "br;q=a lot", ";q=1", ",,"),
    ):
        _, headers, body = ask(answer, accept_encoding=refused)
        assert ("content-encoding" in headers, body) == (False, LONG), refused


def test_each_packed_form_is_made_once() -> None:
    answer = CachedResponse(LONG)
    forms: dict[str, bytes] = {}
    for coding in ("gzip", "br", "gzip", "br"):
        body = ask(answer, accept_encoding=coding)[2]
        assert forms.setdefault(coding, body) is body


def test_a_short_body_is_not_packed() -> None:
    assert "content-encoding" not in ask(CachedResponse(b"[]"), accept_encoding="gzip")[1]


def test_what_the_layers_outside_add_does_not_stay() -> None:
    answer = CachedResponse(b"[]")

    async def scenario() -> None:
        async def send(message: Any) -> None:
            if "headers" in message:
                message["headers"].append((b"x-request-id", b"1"))

        async def receive() -> Any:
            raise AssertionError

        await answer({"type": "http", "headers": []}, receive, send)

    asyncio.run(scenario())
    assert "x-request-id" not in ask(answer)[1]


def test_a_body_is_packed_from_just_the_size_that_pays() -> None:
    assert SMALLEST_COMPRESSED == 1400
    for size, coding in ((1399, None), (1400, "gzip")):
        headers = ask(CachedResponse(b"x" * size), accept_encoding="gzip")[1]
        assert headers.get("content-encoding") == coding


@pytest.mark.parametrize("coding", ["gzip", "br"])
def test_a_large_body_is_packed_quickly_and_any_smaller_one_well(coding: Coding) -> None:
    assert LARGE == 64 * 1024
    for size, quickly in ((LARGE - 1, False), (LARGE, True)):
        body = b"".join(b"%d " % (number * 7919 % 65537) for number in range(size))[:size]
        packed = ask(CachedResponse(body), accept_encoding=coding)[2]
        assert packed == compress(body, coding, quickly=quickly)
        assert packed != compress(body, coding, quickly=not quickly)


def test_its_type_and_its_headers_are_those_that_were_given() -> None:
    answer = CachedResponse(
        LONG, b"text/html", [(b"vary", b"Cookie"), (b"x-frame-options", b"DENY")]
    )
    tag = answer.tag.decode()
    for sent, status in (
        ({}, 200),
        ({"accept_encoding": "br"}, 200),
        ({"if_none_match": tag}, 304),
    ):
        got, headers, _ = ask(answer, **sent)
        assert got == status
        assert (headers["vary"], headers["x-frame-options"]) == ("Cookie", "DENY")
        assert headers["cache-control"] == "no-cache"
        assert headers["etag"] == tag
        assert headers.get("content-type") == ("text/html" if status == 200 else None)
    assert answer.headers["content-length"] == str(len(LONG))
    assert answer.status_code == 200


def test_the_tag_counts_wherever_it_stands_among_the_headers() -> None:
    answer = CachedResponse(LONG)
    for sent in (
        {"if_none_match": answer.tag.decode(), "accept_encoding": "gzip"},
        {"accept_encoding": "gzip", "if_none_match": answer.tag.decode()},
    ):
        status, headers, body = ask(answer, **sent)
        assert (status, body) == (304, b"")
        assert "content-encoding" not in headers


def test_a_client_that_goes_away_leaves_the_packed_form_to_the_others() -> None:
    answer = CachedResponse(b"x" * LARGE)
    scope = {"type": "http", "headers": [(b"accept-encoding", b"gzip")]}
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        raise AssertionError

    async def scenario() -> None:
        first, second = (asyncio.create_task(answer(scope, receive, send)) for _ in range(2))
        await asyncio.sleep(0)
        first.cancel()
        await asyncio.wait([first, second])
        assert first.cancelled()
        await second

    asyncio.run(scenario())
    start, body = sent
    assert start["status"] == 200
    assert gzip.decompress(body["body"]) == b"x" * LARGE


def test_what_is_sent_once_has_its_status_its_length_and_its_headers() -> None:
    answer = EncodedResponse("ё".encode(), 201, Location="/api/v1/adverts/7", ETag='"é"')
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        raise AssertionError

    asyncio.run(answer({"type": "http", "headers": []}, receive, send))
    start, body = sent
    assert (start["type"], start["status"]) == ("http.response.start", 201)
    assert (body["type"], body["body"]) == ("http.response.body", "ё".encode())
    assert start["headers"] == [
        (b"content-type", b"application/json"),
        (b"content-length", b"2"),
        (b"location", b"/api/v1/adverts/7"),
        (b"etag", b'"\xe9"'),
    ]
    assert EncodedResponse(b"[]").status_code == 200
