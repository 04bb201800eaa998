"""Keeping the search entries: they follow the board's log, or are all made anew.

A full-text index takes many adverts at once for a third of what it asks for each alone, so writers
do not wait for it: it follows them (see `catalogue/searching.py` for when).
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import Final, NamedTuple

import msgspec
from django.db import models, transaction
from django.db.models import Case, When
from django.db.models.functions import Cast, Greatest

from rip.adverts.models import Advert, AdvertChange, AdvertLog, SearchEntry, SearchIndex
from rip.adverts.search import VERSION, entry_text
from rip.core.rows import rows_replace

TEXTS: Final = ("title", "breed", "description", "location")

_BATCH: Final = 500
# Writers wait while so many are taken up.
_CHANGES_AT_ONCE: Final = 512


class Batch(NamedTuple):
    """What lets the entries follow the log from change `since` to change `seq`, which is all there
    is if `caught_up`: new entries, and the numbers of adverts that have none any more."""

    since: int
    version: str
    seq: int
    caught_up: bool
    entries: list[tuple[int, str]]
    gone: set[int]

    @property
    def is_empty(self) -> bool:
        return self.seq == self.since


class _Words(msgspec.Struct):
    """What the log says of an advert's texts: a digest, or None if that is not known."""

    words: str | None = None


_words: Final = msgspec.json.Decoder(_Words)


def search_entries_follow() -> bool:
    """Let search find what the adverts of the next changes say now; whether that was all."""
    while True:
        batch = next_entries()
        if search_entries_store(batch):
            return batch.caught_up


def next_entries() -> Batch:
    """The entries of the next changes, of adverts as they are now or as they will be soon."""
    index = SearchIndex.objects.get()
    last = AdvertLog.objects.get().last_seq
    # A log that is behind began anew.
    rows = _changes_after(index.seq if index.seq <= last else 0)
    caught_up = len(rows) < _CHANGES_AT_ONCE
    numbers = {number for _, number, before, after in rows if _is_reworded(before, after)}
    entries = list(_entries(Advert.objects.filter(pk__in=numbers))) if numbers else []
    gone = numbers.difference(number for number, _ in entries)
    seq = last if caught_up else rows[-1][0]
    return Batch(index.seq, index.version, seq, caught_up, entries, gone)


@transaction.atomic
def search_entries_store(batch: Batch) -> bool:
    """Write these entries. False if others have meanwhile written theirs, which may be newer."""
    if batch.is_empty:
        return True
    index = SearchIndex.objects.select_for_update().get()
    if (index.seq, index.version) != (batch.since, batch.version):
        return False
    rows_replace(SearchEntry, ("pk", "tokens"), batch.entries)
    if batch.gone:
        SearchEntry.objects.filter(pk__in=batch.gone).delete()
    SearchIndex.objects.update(seq=batch.seq)
    return True


def _changes_after(seq: int) -> list[tuple[int, int, str | None, str | None]]:
    """The next changes: their numbers, their adverts, and JSON of before and, if there was an
    advert before, after."""
    changes = AdvertChange.objects.filter(seq__gt=seq).order_by("seq")
    before, after = (Cast(name, models.TextField()) for name in ("before", "after"))
    since = Case(When(before__isnull=False, then=after))
    return list(changes.values_list("seq", "advert_id", before, since)[:_CHANGES_AT_ONCE])


def _is_reworded(before: str | None, after: str | None) -> bool:
    if before is None or after is None:
        return True
    words = _words.decode(before).words
    return words is None or words != _words.decode(after).words


def search_rebuild() -> Iterator[int]:
    """Make all entries anew, in small transactions, and yield how many adverts each did.

    Adverts may be searched and written meanwhile.
    """
    begun = AdvertLog.objects.get().last_seq
    # Entries that somebody has made ready may be older than those that are made here.
    SearchIndex.objects.update(version=f"since {begun}")
    ids = list(Advert.objects.order_by("id").values_list("id", flat=True)[::_BATCH])
    for first, end in pairwise([None, *ids[1:], None]):
        yield _rebuild_batch(first, end)
    SearchIndex.objects.update(version=VERSION, seq=Greatest("seq", begun))


@transaction.atomic
def _rebuild_batch(first: int | None, end: int | None) -> int:
    SearchIndex.objects.select_for_update().get()
    batch = {"pk__gte": first, "pk__lt": end}
    batch = {lookup: number for lookup, number in batch.items() if number is not None}
    SearchEntry.objects.filter(**batch).delete()
    entries = list(_entries(Advert.objects.filter(**batch)))
    rows_replace(SearchEntry, ("pk", "tokens"), entries)
    return len(entries)


def _entries(adverts: models.QuerySet[Advert]) -> Iterator[tuple[int, str]]:
    """The number and the entry's text of each advert."""
    for number, *texts in adverts.values_list("pk", *TEXTS):
        yield number, text_of(*texts)


def text_of(title: str, breed: str, description: str, location: str) -> str:
    """The text of the entry of an advert with these `TEXTS`."""
    return entry_text(head=f"{title} {breed}", rest=f"{description} {location}")
