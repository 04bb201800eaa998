"""A server that answers each request with the next of its answers, over and over."""

import asyncio
import contextlib
import itertools
from collections.abc import AsyncIterator, Callable

from tests.kit.waiting import turns

Answer = Callable[[bytes], bytes]


def sized(body: bytes, status: str = "200 OK") -> bytes:
    return b"HTTP/1.1 %b\r\nContent-Length: %d\r\n\r\n%b" % (status.encode(), len(body), body)


def chunked(*chunks: bytes) -> bytes:
    parts = b"".join(b"%x\r\n%b\r\n" % (len(chunk), chunk) for chunk in chunks)
    return b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + parts + b"0\r\n\r\n"


@contextlib.asynccontextmanager
async def tiny_server(*answers: bytes, piece: int = 1 << 20) -> AsyncIterator[str]:
    """Its URL. Answers are sent in pieces of `piece` bytes."""
    following = itertools.cycle(answers)

    async with answering_server(lambda _: next(following), piece=piece) as url:
        yield url


@contextlib.asynccontextmanager
async def answering_server(answer: Answer, piece: int = 1 << 20) -> AsyncIterator[str]:
    writers: list[asyncio.StreamWriter] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers.append(writer)
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = int(head.lower().partition(b"content-length: ")[2].split(b"\r")[0])
                body = await reader.readexactly(length)
                given = answer(head + body)
                for at in range(0, len(given), piece):
                    writer.write(given[at : at + piece])
                    await writer.drain()
                    await asyncio.sleep(0)

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()
        for writer in writers:
            writer.close()
            with contextlib.suppress(ConnectionError):
                await writer.wait_closed()
        await turns()
