"""Kept answers: tags, 304, and packed forms, as a browser and a careless client ask for them."""

import asyncio
import gzip
from typing import Any

import brotli
import pytest

from rip.core.http.responses import LARGE, CachedResponse

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
    got = {name.decode(): value.decode() for name, value in start["headers"]}
    return start["status"], got, body["body"]


def test_it_is_sent_with_its_length_and_its_tag() -> None:
    status, headers, body = ask(CachedResponse(b"[]"))
    assert (status, body) == (200, b"[]")
    assert headers["content-type"] == "application/json"
    assert headers["content-length"] == "2"
    assert headers["cache-control"] == "no-cache"
    assert headers["vary"] == "Accept-Encoding"
    assert headers["etag"].startswith('W/"')


def test_the_tag_tells_bodies_apart() -> None:
    assert CachedResponse(b"a").tag == CachedResponse(b"a").tag != CachedResponse(b"b").tag


def test_who_has_it_already_is_told_so() -> None:
    answer = CachedResponse(LONG)
    tag = answer.tag.decode()
    for has in (tag, tag.removeprefix("W/"), f'"other", {tag}', "*"):
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
