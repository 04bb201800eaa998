"""A catalogue of its own for each test, and people who write beside it."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator
from decimal import Decimal
from typing import Any, NoReturn, TypeVar, cast

import pytest
from pytest_django import Settings

from rip.adverts.catalogue.catalogue import Catalogue
from rip.adverts.feed.follower import BoardFollower
from rip.adverts.listing.listing import Listing
from rip.adverts.models import Advert
from rip.adverts.writing import commands
from rip.adverts.writing.commands import AdvertValues
from rip.core.errors import Unavailable
from rip.core.http.responses import CachedResponse

T = TypeVar("T")
Run = Callable[[Awaitable[T]], T]


class Reader:
    """One process's catalogue, and its answers as they are read."""

    def __init__(self, runner: "asyncio.Runner", most_bytes: int = 2**24) -> None:
        self.catalogue = Catalogue(BoardFollower(), most_bytes)
        self._runner = runner

    def run(self, awaitable: Awaitable[T]) -> T:
        async def wait() -> T:
            return await awaitable

        return self._runner.run(wait())

    def advert(self, advert_id: int) -> dict[str, Any] | None:
        fragment = self.run(self.catalogue.advert(advert_id))
        return json.loads(fragment.body) if fragment is not None else None

    def page(self, listing: Listing | None = None) -> dict[str, Any]:
        answer = self.run(self.catalogue.page(listing or Listing()))
        body: dict[str, Any] = json.loads(bytes(answer.body))
        return body

    def every(self, listing: Listing | None = None) -> list[dict[str, Any]]:
        async def read() -> bytes:
            found = await self.catalogue.every(listing or Listing(seed_only=True))
            if isinstance(found, CachedResponse):
                return bytes(found.body)
            return b"".join([piece async for piece in found])

        body: list[dict[str, Any]] = json.loads(self.run(read()))
        return body

    def suggestions(self, field: str, prefix: str = "") -> list[dict[str, Any]]:
        answer = self.run(self.catalogue.suggestions(field, prefix))
        values: list[dict[str, Any]] = json.loads(bytes(answer.body))["values"]
        return values


@pytest.fixture
def runner() -> "Iterator[asyncio.Runner]":
    with asyncio.Runner() as runner:
        yield runner


@pytest.fixture
def reader(runner: "asyncio.Runner") -> Iterator[Reader]:
    reader = Reader(runner)
    yield reader
    reader.catalogue.follower.close()


Post = Callable[..., Advert]


@pytest.fixture
def post(db: None, values: AdvertValues, settings: Settings) -> Post:
    """Posts an advert: `post(kind="Cat", price=100)`."""
    settings.RIP_ANONYMOUS_ADVERTS = True

    def create(**fields: Any) -> Advert:
        if "price" in fields:
            fields["price"] = Decimal(fields["price"])
        status = fields.pop("status", None)
        owner = fields.pop("owner", None)
        advert = commands.advert_create(
            user=owner, values=cast("AdvertValues", {**values, **fields})
        )
        if status is not None:
            commands.advert_update(user=owner, advert_id=advert.pk, values={"status": status})
        return advert

    return create


def change(advert: Advert, **fields: Any) -> None:
    values = cast("AdvertValues", fields)
    commands.advert_update(user=advert.owner, advert_id=advert.pk, values=values)


def delete(advert: Advert) -> None:
    commands.advert_delete(user=advert.owner, advert_id=advert.pk)


def cannot_be_read(*_: object) -> NoReturn:
    """In the place of a function that queries the database."""
    raise Unavailable


def ids(adverts: list[dict[str, Any]]) -> list[int]:
    return [advert["id"] for advert in adverts]
