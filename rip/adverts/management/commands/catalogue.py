"""Measure the time and memory of the catalogue."""

import asyncio
import resource
import time
from collections.abc import AsyncIterator
from typing import Any

from django.core.management.base import BaseCommand
from rich.console import Console
from rich.table import Table

from rip.adverts.catalogue.catalogue import Catalogue
from rip.adverts.feed.follower import BoardFollower
from rip.adverts.listing.listing import Listing
from rip.adverts.models import Advert
from rip.core.database import threads

LOOKS = 200


class Command(BaseCommand):
    help = "Fill a read model of the board from the database, and say how long that takes."

    def handle(self, *args: Any, **options: Any) -> None:
        table = Table(box=None, show_header=False, padding=(0, 2))
        for name, figure in asyncio.run(_measure()):
            table.add_row(name, figure)
        Console().print(table)


async def _measure() -> list[tuple[str, str]]:
    started = time.perf_counter()
    catalogue = Catalogue(BoardFollower())
    await catalogue.follower.catch_up()
    begun = time.perf_counter()
    page = await catalogue.page(Listing(facets=("kind", "breed", "location")))
    counted = time.perf_counter()
    whole = await catalogue.every(Listing(seed_only=True))
    if isinstance(whole, AsyncIterator):
        length, list_kind = sum([len(piece) async for piece in whole]), "read as it is sent"
    else:
        length, list_kind = len(whole.body), "kept in memory"
    listed = time.perf_counter()
    for _ in range(LOOKS):
        await catalogue.follower.catch_up()
    looked = time.perf_counter()
    number, kept, entries = (
        catalogue.follower.number,
        catalogue.memory.bytes,
        len(catalogue.memory),
    )
    # As if the last changes had not been seen: what a reader pays for the first one after a write.
    catalogue.follower.recent.begin(max(0, number - 1))
    await catalogue.follower.catch_up()
    await catalogue.page(Listing(facets=("kind", "breed", "location")))
    refreshed = time.perf_counter()
    resident = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    total = await threads.read(_published)
    return [
        ("adverts on the board", f"{total:,}"),
        ("number of the log", f"{number:,}"),
        ("ready to answer after", _ms(begun - started)),
        ("first page with its counts", _ms(counted - begun) + f" ({len(page.body):,} bytes)"),
        ("whole list, first time", _ms(listed - counted) + f" ({length:,} bytes, {list_kind})"),
        ("a look for changes", _ms((looked - listed) / LOOKS)),
        ("taking up the last change", _ms(refreshed - looked)),
        ("kept in memory", _mib(kept) + f" of {_mib(catalogue.memory.most_bytes)}"),
        ("entries kept", f"{entries:,}"),
        ("memory of this process, at most", f"{resident:,.0f} MiB"),
    ]


def _published() -> int:
    return Advert.objects.published().count()


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:,.3f} ms"


def _mib(count: int) -> str:
    return f"{count / 1024 / 1024:,.1f} MiB"
