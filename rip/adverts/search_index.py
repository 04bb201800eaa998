"""Keeping the search entries: with each advert, and all of them anew."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from django.db import transaction

from rip.adverts.models import Advert, AdvertLog, SearchEntry
from rip.adverts.search import VERSION, entry_text
from rip.core.rows import rows_insert, rows_update

_BATCH: Final = 500


def search_entries_create(adverts: Sequence[Advert]) -> None:
    """Let search find these new adverts, in the transaction that writes them.

    An entry goes with its advert (Django cascades), so nothing needs to be done for that.
    """
    entries = [(advert.pk, advert_text(advert)) for advert in adverts]
    rows_insert(SearchEntry, ("pk", "tokens"), entries)


def search_entries_update(adverts: Sequence[Advert]) -> None:
    """Let search find these adverts by what they say now."""
    entries = [(advert_text(advert), advert.pk) for advert in adverts]
    rows_update(SearchEntry, ("tokens",), entries)


def search_rebuild() -> Iterator[int]:
    """Make all entries anew, in small transactions, and yield how many adverts each did.

    Adverts may be searched and written meanwhile.
    """
    ids = list(Advert.objects.order_by("id").values_list("id", flat=True)[::_BATCH])
    for first, end in pairwise([*ids, None]):
        yield _rebuild_batch(first, end)
    AdvertLog.objects.update(search_version=VERSION)


def _rebuild_batch(first: int | None, end: int | None) -> int:
    batch = {"pk__gte": first} if end is None else {"pk__gte": first, "pk__lt": end}
    with transaction.atomic():
        adverts = Advert.objects.filter(**batch).select_for_update()
        entries = [SearchEntry(advert=advert, tokens=advert_text(advert)) for advert in adverts]
        SearchEntry.objects.filter(pk__in=[entry.pk for entry in entries]).delete()
        SearchEntry.objects.bulk_create(entries)
    return len(entries)


def advert_text(advert: Advert) -> str:
    """The text of the entry of this advert."""
    return entry_text(
        head=f"{advert.title} {advert.breed}", rest=f"{advert.description} {advert.location}"
    )
