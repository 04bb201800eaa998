"""The proxy does to connections what the faults ask of it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from tests.faults.commits import CommitTrap, Fate, ends_an_answer
from tests.faults.proxy import Proxy, Way

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]

STORE = b"\x03INSERT INTO support_message (room_id) VALUES (1)"
COMMIT = b"\x07\0\0\0\x03COMMIT"


@asynccontextmanager
async def echoing(seen: bytearray) -> AsyncIterator[tuple[Proxy, Streams]]:
    """A proxy before a server that says everything again, and a connection through it."""

    async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(1000):
            seen.extend(data)
            writer.write(data)
        writer.close()

    server = await asyncio.start_server(echo, "127.0.0.1", 0)
    proxy = Proxy(server.sockets[0].getsockname()[1])
    await proxy.start()
    streams = await asyncio.open_connection("127.0.0.1", proxy.port)
    try:
        yield proxy, streams
    finally:
        streams[1].close()
        await proxy.stop()
        server.close()


async def say(streams: Streams, data: bytes) -> bytes:
    """Return the bytes that come back; fewer if the connection ends."""
    streams[1].write(data)
    try:
        return await streams[0].readexactly(len(data))
    except asyncio.IncompleteReadError as error:
        return error.partial
    except ConnectionResetError:
        return b""


@pytest.mark.parametrize(("way", "reaches"), [(Way.UP, b"012"), (Way.DOWN, b"0123456789")])
def test_a_connection_is_cut_in_the_middle_of_what_is_on_its_way(way: Way, reaches: bytes) -> None:
    seen = bytearray()

    async def scenario() -> bytes:
        async with echoing(seen) as (proxy, streams):
            assert await say(streams, b"first") == b"first"
            (link,) = proxy.links
            link.remaining[way] = 3
            return await say(streams, b"0123456789")

    answer = asyncio.run(scenario())
    assert bytes(seen) == b"first" + reaches
    assert b"012".startswith(answer)


def test_an_answer_ends_with_the_one_to_the_commit() -> None:
    begun = b"\7\0\0\1\0\0\0\x0b\0\0\0"
    stored = b"\7\0\0\3\0\2\5\x0b\0\0\0"
    committed = b"\7\0\0\4\0\0\0\2\0\0\0"
    failed = b"\x0b\0\0\2\xff\x18\4#23000Bad"
    assert not ends_an_answer(begun)
    assert not ends_an_answer(begun + stored)
    assert ends_an_answer(begun + stored + committed)
    assert ends_an_answer(begun + failed)


def test_a_commit_that_comes_with_what_it_commits_is_caught() -> None:
    seen = bytearray()
    whole = STORE + b"; COMMIT"

    async def scenario() -> bytes:
        async with echoing(seen) as (proxy, streams):
            trap = CommitTrap(proxy, Fate.NEVER_ARRIVES, count=1, then=lambda: None)
            answer = await say(streams, whole)
            await trap.done.wait()
            return answer

    assert asyncio.run(scenario()) == b""
    assert bytes(seen) == b""


@pytest.mark.parametrize(
    ("fate", "arrives", "answered"),
    [
        (Fate.PASSES, True, True),
        (Fate.ANSWER_LOST, True, False),
        (Fate.NEVER_ARRIVES, False, False),
    ],
)
def test_a_commit_of_messages_is_caught(fate: Fate, arrives: bool, answered: bool) -> None:
    seen = bytearray()
    caught: list[bool] = []

    async def scenario() -> bytes:
        async with echoing(seen) as (proxy, streams):
            trap = CommitTrap(proxy, fate, count=1, then=lambda: caught.append(True))
            assert await say(streams, COMMIT) == COMMIT
            assert not trap.done.is_set()
            await say(streams, STORE)
            answer = await say(streams, COMMIT)
            await trap.done.wait()
            return answer

    assert asyncio.run(scenario()) == (COMMIT if answered else b"")
    assert bytes(seen).endswith(COMMIT if arrives else STORE)
    assert caught == [True]
