"""A list that does not fit a page is read as it is sent, once for those who want the same."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from rip.adverts.catalogue import catalogue as module
from rip.adverts.listing.listing import Filter, Listing
from rip.core.database import threads
from rip.core.http.responses import CachedResponse
from tests.adverts.catalogue.conftest import Post, Reader

pytestmark = pytest.mark.django_db(transaction=True)

CATS = Listing(Filter.of(kind="Cat"), seed_only=True)
DOGS = Listing(Filter.of(kind="Dog"), seed_only=True)


@pytest.fixture
def chunks_read(monkeypatch: pytest.MonkeyPatch) -> list[Listing]:
    """The chunks of two adverts that were read from the database."""
    chunks: list[Listing] = []
    read = threads.read

    async def noted(work: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
        if named == {"few": False}:
            chunks.append(arguments[0])
        return await read(work, *arguments, **named)

    monkeypatch.setattr(threads, "read", noted)
    monkeypatch.setattr(module, "CHUNK", 2)
    return chunks


async def streamed(reader: Reader, listing: Listing) -> AsyncIterator[bytes]:
    found = await reader.catalogue.every(listing)
    assert not isinstance(found, CachedResponse)
    return found


async def read_together(*lists: AsyncIterator[bytes]) -> list[list[dict[str, Any]]]:
    """Equally long lists, taken piece by piece at once."""
    bodies = [b""] * len(lists)
    while True:
        pieces = await asyncio.gather(*(anext(one, b"") for one in lists))
        if not any(pieces):
            return [json.loads(body) for body in bodies]
        bodies = [body + piece for body, piece in zip(bodies, pieces, strict=True)]


def test_equal_lists_that_are_sent_at_once_share_their_reads(
    reader: Reader, post: Post, chunks_read: list[Listing]
) -> None:
    newest_first = [post(kind="Cat").pk for _ in range(5)][::-1]

    async def scenario() -> list[list[dict[str, Any]]]:
        lists = [await streamed(reader, CATS) for _ in range(4)]
        # The first page was read to see if there are more.
        chunks_read.clear()
        return await read_together(*lists)

    lists = reader.run(scenario())
    assert [[advert["id"] for advert in one] for one in lists] == [newest_first] * 4
    assert len(chunks_read) == 3


def test_different_lists_share_nothing(
    reader: Reader, post: Post, chunks_read: list[Listing]
) -> None:
    cats = [post(kind="Cat").pk for _ in range(3)][::-1]
    dogs = [post(kind="Dog").pk for _ in range(3)][::-1]

    async def scenario() -> list[list[dict[str, Any]]]:
        lists = [await streamed(reader, CATS), await streamed(reader, DOGS)]
        chunks_read.clear()
        return await read_together(*lists)

    lists = reader.run(scenario())
    assert [[advert["id"] for advert in one] for one in lists] == [cats, dogs]
    assert len(chunks_read) == 4


def test_a_list_is_not_read_before_a_change_that_its_reader_knows_of(
    reader: Reader, post: Post, chunks_read: list[Listing], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Though the same list is being read already."""
    posted = [post(kind="Cat").pk for _ in range(3)]
    may_go_on = asyncio.Event()
    read = threads.read

    async def held(work: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
        answer = await read(work, *arguments, **named)
        if named == {"few": False}:
            await may_go_on.wait()
        return answer

    async def scenario() -> bytes:
        first = await streamed(reader, CATS)
        chunks_read.clear()
        monkeypatch.setattr(threads, "read", held)
        reading = asyncio.ensure_future(anext(first))
        while not chunks_read:
            await asyncio.wait([reading], timeout=0.01)
        posted.append((await asyncio.to_thread(post, kind="Cat")).pk)
        second = asyncio.ensure_future(anext(await streamed(reader, CATS)))
        await asyncio.wait([second], timeout=0.01)
        may_go_on.set()
        await reading
        return await second

    opening = reader.run(scenario())
    assert [advert["id"] for advert in json.loads(opening + b"]")] == posted[:1:-1]
