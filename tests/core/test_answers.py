"""Kept answers: tags, 304, and packed forms, as a browser and a careless client ask for them."""

import asyncio
import gzip
from typing import Any

import pytest

from rip.core.answers import LARGE, KeptAnswer

LONG = b'{"a":"' + b"x" * 5000 + b'"}'


def ask(answer: KeptAnswer, **headers: str) -> tuple[int, dict[str, str], bytes]:
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
    status, headers, body = ask(KeptAnswer(b"[]"))
    assert (status, body) == (200, b"[]")
    assert headers["content-type"] == "application/json"
    assert headers["content-length"] == "2"
    assert headers["cache-control"] == "no-cache"
    assert headers["vary"] == "Accept-Encoding"
    assert headers["etag"].startswith('W/"')


def test_the_tag_tells_bodies_apart() -> None:
    assert KeptAnswer(b"a").tag == KeptAnswer(b"a").tag != KeptAnswer(b"b").tag


def test_who_has_it_already_is_told_so() -> None:
    answer = KeptAnswer(LONG)
    tag = answer.tag.decode()
    for has in (tag, tag.removeprefix("W/"), f'"other", {tag}', "*"):
        status, headers, body = ask(answer, if_none_match=has, accept_encoding="gzip")
        assert (status, body) == (304, b"")
        assert headers["etag"] == tag
        assert "content-length" not in headers
    for other in ('"other"', "", "W/", tag[:-2]):
        assert ask(answer, if_none_match=other)[0] == 200


@pytest.mark.parametrize("size", [5000, LARGE * 2])
def test_a_long_body_is_packed_for_who_takes_gzip(size: int) -> None:
    answer = KeptAnswer(b"x" * size)
    for accepted in ("gzip", "br, GZIP;q=0.5", "*", "gzip; q=1.0, *;q=0"):
        status, headers, body = ask(answer, accept_encoding=accepted)
        assert (status, headers["content-encoding"]) == (200, "gzip")
        assert int(headers["content-length"]) == len(body) < size
        assert gzip.decompress(body) == b"x" * size
    for refused in ("", "br", "identity", "gzip;q=0", "*;q=0", "gzip; q=0.000, *"):
        assert ask(answer, accept_encoding=refused)[2] == b"x" * size


def test_a_short_body_is_not_packed() -> None:
    assert "content-encoding" not in ask(KeptAnswer(b"[]"), accept_encoding="gzip")[1]


def test_what_the_layers_outside_add_does_not_stay() -> None:
    answer = KeptAnswer(b"[]")

    async def scenario() -> None:
        async def send(message: Any) -> None:
            if "headers" in message:
                message["headers"].append((b"x-request-id", b"1"))

        async def receive() -> Any:
            raise AssertionError

        await answer({"type": "http", "headers": []}, receive, send)

    asyncio.run(scenario())
    assert "x-request-id" not in ask(answer)[1]
