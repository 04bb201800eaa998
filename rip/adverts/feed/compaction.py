"""Compaction of the board's log: prune the changes that no follower needs.

A change that was followed by another of the same advert is pruned after a day. A tombstone is
pruned after RIP_CHANGES_KEPT_DAYS, and the log says up to which number such are missing. The
newest change always stays, and so do those that the search index has not taken up. Batches are
small, so that writers hardly wait.
"""

from datetime import datetime, timedelta
from typing import Final, NamedTuple

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from rip.adverts.models import Advert, AdvertChange, AdvertLog, PostKey, SearchIndex
from rip.adverts.writing.idempotency import VALID

# The followers in processes learn of changes from rows younger than this.
UNTOUCHED: Final = timedelta(days=1)
BATCH: Final = 2_000


class Compacted(NamedTuple):
    """The numbers of rows that one batch pruned, and the number after which the next one begins."""

    superseded: int
    tombstones: int
    next: int | None


def log_compact(*, after: int) -> Compacted:
    """Compact one batch of the log, beginning after a number."""
    newest = min(AdvertLog.objects.get().last_seq - 1, SearchIndex.objects.get().seq)
    rows = list(
        AdvertChange.objects.filter(seq__gt=after, seq__lte=newest)
        .order_by("seq")
        .values_list("seq", "deleted", "at")[:BATCH]
    )
    now = timezone.now()
    settled = [row for row in rows if row[2] < now - UNTOUCHED]
    if not settled:
        return Compacted(0, 0, None)
    end = settled[-1][0]
    tombstones = _expired(settled, now)
    superseded = _superseded(settled, after, end)
    with transaction.atomic():
        if tombstones:
            last = tombstones[-1]
            AdvertLog.objects.filter(compacted_seq__lt=last).update(compacted_seq=last)
        AdvertChange.objects.filter(seq__in=[*tombstones, *superseded]).delete()
    more = len(settled) == BATCH
    return Compacted(len(superseded), len(tombstones), end if more else None)


def keys_expire() -> int:
    """Delete a batch of the Idempotency-Keys that are too old to count; return how many."""
    old = PostKey.objects.filter(at__lt=timezone.now() - VALID).values_list("pk", flat=True)[:BATCH]
    return PostKey.objects.filter(pk__in=list(old)).delete()[0]


def _expired(rows: list[tuple[int, bool, datetime]], now: datetime) -> list[int]:
    horizon = now - timedelta(days=settings.RIP_CHANGES_KEPT_DAYS)
    return [seq for seq, deleted, at in rows if deleted and at < horizon]


def _superseded(rows: list[tuple[int, bool, datetime]], after: int, end: int) -> list[int]:
    """The changes whose number is no longer the number of any advert."""
    current = set(Advert.objects.filter(seq__gt=after, seq__lte=end).values_list("seq", flat=True))
    return [seq for seq, deleted, _ in rows if not deleted and seq not in current]
