"""The load's own HTTP connections."""

import asyncio

import pytest

from bench.load.connections import connect
from bench.load.exchanges import Exchange, Request, WrongResponse
from tests.bench.tiny import chunked, sized, tiny_server


def answered(
    *answers: bytes, exchange: Exchange | None = None, piece: int = 1 << 20
) -> list[bytes]:
    """Send as many requests as there are answers, and return the bodies of the responses."""

    async def get() -> list[bytes]:
        async with tiny_server(*answers, piece=piece) as url:
            connection = await connect(url)
            try:
                what = exchange or Request(url).exchange()
                return [await connection.get(what) for _ in answers]
            finally:
                connection.close()

    return asyncio.run(get())


def test_bodies_of_a_known_length_come_whole() -> None:
    assert answered(sized(b"one"), sized(b""), sized("три".encode())) == [
        b"one",
        b"",
        "три".encode(),
    ]


@pytest.mark.parametrize("piece", [1, 7, 1 << 20])
def test_bodies_in_chunks_come_whole_however_they_are_cut(piece: int) -> None:
    answers = [chunked(b'{"a":', b"10}"), chunked(b"0", b"00")]
    assert answered(*answers, piece=piece) == [b'{"a":10}', b"000"]


def test_an_answer_without_a_body_ends_at_its_head() -> None:
    exchange = Request("http://x/", status=304).exchange(size=0)
    assert answered(b"HTTP/1.1 304 Not Modified\r\nETag: 7\r\n\r\n", exchange=exchange) == [b""]


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (sized(b"gone", "404 Not Found"), "GET /7 gave HTTP/1.1 404"),
        (b"HTTP/1.1 200 OK\r\n\r\n", "how long"),
        (sized(b"one") + b"more", "more bytes"),
        (sized(b"four"), "4 bytes instead of 3"),
        (sized(b"bad"), "not good"),
    ],
)
def test_a_wrong_answer_ends_the_measurement(answer: bytes, words: str) -> None:
    def check(body: bytes) -> None:
        if body != b"one":
            raise WrongResponse("not good")

    with pytest.raises(WrongResponse, match=words):
        answered(answer, exchange=Request("http://x/7").exchange(check, size=3))


def test_a_server_that_hangs_up_is_wrong() -> None:
    async def get() -> None:
        async with tiny_server(sized(b"one")) as url:
            connection = await connect(url)
            connection.connection_lost(None)
            with pytest.raises(WrongResponse, match="closed"):
                await connection.get(Request(url).exchange())
            connection.close()

    asyncio.run(get())


def test_the_query_is_sent() -> None:
    assert (
        Request("http://x/a?b=1&c=2").encode().startswith(b"GET /a?b=1&c=2 HTTP/1.1\r\nHost: x\r\n")
    )
