"""The board's log: every change of an advert has its number and its row in one transaction."""

from functools import partial
from typing import Any

from django.db import connection, transaction
from django.dispatch import Signal

from rip.adverts.models import Advert, AdvertChange, AdvertLog
from rip.adverts.search_index import search_entries_create, search_entry_write
from rip.core.changes import take_numbers

# Sent with `seq` once a change has committed, in the thread that committed it.
board_changed = Signal()


def advert_write(advert: Advert, *, before: dict[str, Any] | None) -> None:
    """Save the advert under the next number; `before` is what one could filter it by, or None if
    it is new.

    Writers wait for each other from here to the commit, so it comes last in a transaction.
    """
    advert.seq = take_numbers(AdvertLog)
    advert.save()
    search_entry_write(advert=advert, is_new=before is None)
    _record(advert.seq, advert, before=before, after=advert.filter_values())


def adverts_write(adverts: list[Advert]) -> None:
    """Save new adverts under the next numbers, in their order."""
    seq = take_numbers(AdvertLog, count=len(adverts)) - len(adverts)
    for advert in adverts:
        seq += 1
        advert.seq = seq
    Advert.objects.bulk_create(adverts)
    if not connection.features.can_return_rows_from_bulk_insert:
        ids = dict(Advert.objects.in_bulk([one.seq for one in adverts], field_name="seq"))
        for advert in adverts:
            advert.pk = ids[advert.seq].pk
    search_entries_create(adverts)
    AdvertChange.objects.bulk_create(
        AdvertChange(seq=one.seq, advert_id=one.pk, after=one.filter_values()) for one in adverts
    )
    _tell_when_committed(seq)


def advert_erase(advert: Advert) -> None:
    """Delete the advert, and leave a tombstone under the next number."""
    before, advert_id = advert.filter_values(), advert.pk
    seq = take_numbers(AdvertLog)
    advert.delete()
    advert.pk = advert_id
    _record(seq, advert, before=before, after=None)


def _record(
    seq: int, advert: Advert, *, before: dict[str, Any] | None, after: dict[str, Any] | None
) -> None:
    AdvertChange.objects.create(
        seq=seq, advert_id=advert.pk, deleted=after is None, before=before, after=after
    )
    _tell_when_committed(seq)


def _tell_when_committed(seq: int) -> None:
    news = partial(board_changed.send, sender=AdvertLog, seq=seq)
    transaction.on_commit(news, robust=True)
