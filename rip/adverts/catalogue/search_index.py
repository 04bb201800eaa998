"""The search entries, which follow the board's log or are all made anew.

A full-text index takes up many adverts at once far cheaper than each alone, so writers do not wait
for it: it follows them (`search_follow.py`).
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any, Final, NamedTuple

import msgspec
from django.db import connection, models, transaction
from django.db.models.functions import Greatest

from rip.adverts import fields
from rip.adverts.models import Advert, AdvertChange, AdvertLog, SearchEntry, SearchIndex
from rip.adverts.search.query import VERSION, entry_text
from rip.core.database.bulk import rows_replace

# The fields of the head come first.
TEXTS: Final = [field.name for field in (*fields.HEAD, *fields.REST)]

BATCH: Final = 500
# Writers wait while so many are taken up.
CHANGES_AT_ONCE: Final = 512


class Batch(NamedTuple):
    """A step of the entries along the log from change `since` to change `seq`, the last one if
    `caught_up`: new entries, and the ids of adverts whose entries go."""

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
    """The digest of an advert's texts in the log, or None if that is not known."""

    words: str | None = None


_words: Final = msgspec.json.Decoder(_Words)


def search_entries_follow() -> bool:
    """Take up the next changes in the entries; return True if that was all."""
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
    entries: dict[int, str] = {}
    gone: set[int] = set()
    for _, number, before, after, *texts in rows:
        if _is_reworded(before, after):
            if texts[0] is None:
                gone.add(number)
            else:
                entries[number] = text_of(*texts)
    caught_up = len(rows) < CHANGES_AT_ONCE
    seq = last if caught_up else rows[-1][0]
    return Batch(index.seq, index.version, seq, caught_up, list(entries.items()), gone)


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


def _changes_after(seq: int) -> list[tuple[Any, ...]]:
    """The next changes: their numbers, their adverts, JSON of before and, if there was an advert
    before, after, and the `TEXTS` of the advert, which are None if it is gone.

    As SQL: the ORM would take as long for the rows as all else that is done with them.
    """
    name = connection.ops.quote_name
    before, after = f"log.{name('before')}", f"log.{name('after')}"
    texts = ", ".join(f"advert.{text}" for text in TEXTS)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT log.seq, log.advert_id, {before},"  # noqa: S608
            f" CASE WHEN {before} IS NOT NULL THEN {after} END, {texts}"
            f" FROM {AdvertChange._meta.db_table} log"
            f" LEFT JOIN {Advert._meta.db_table} advert ON advert.id = log.advert_id"
            " WHERE log.seq > %s ORDER BY log.seq LIMIT %s",
            (seq, CHANGES_AT_ONCE),
        )
        return list(cursor.fetchall())


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
    ids = list(Advert.objects.order_by("id").values_list("id", flat=True)[::BATCH])
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


def text_of(*texts: str) -> str:
    """The text of the entry of an advert with these `TEXTS`."""
    head, rest = texts[: len(fields.HEAD)], texts[len(fields.HEAD) :]
    return entry_text(head=" ".join(head), rest=" ".join(rest))
