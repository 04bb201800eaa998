"""The board's log: every change of an advert has its number and its row in one transaction."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any, Final

from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone

from rip.adverts.models import Advert, AdvertChange, AdvertLog
from rip.core.database.bulk import keys_between, rows_insert, rows_update, saved_values
from rip.core.database.columns import FoldedCharField
from rip.core.database.numbering import take_numbers

# Sent with `seq` once a change has committed, in the thread that committed it.
board_changed = Signal()

_NEW: Final = tuple(field.name for field in Advert._meta.concrete_fields if field.name != "id")
_CHANGE: Final = ("seq", "advert_id", "deleted", "before", "after", "at")


@dataclass(frozen=True, slots=True)
class Entry:
    """One change: the advert as it becomes, what one could filter it by before and after (None
    where there is no advert), and the names of the fields that were set."""

    advert: Advert
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    fields: frozenset[str] = frozenset()


def advert_write(
    advert: Advert, *, before: dict[str, Any] | None, fields: Iterable[str] = ()
) -> None:
    """Save a new advert (`before` is None), or `fields` of one that is there, under the next
    number.

    Writers wait for each other from here to the commit, so it comes last in a transaction.
    """
    log_write([Entry(advert, before, advert.filter_values(), frozenset(fields))])


def advert_erase(advert: Advert) -> None:
    """Delete the advert, and leave a tombstone under the next number."""
    before = advert.filter_values()
    adverts_remove([advert])
    log_write([Entry(advert, before, None)])


def adverts_remove(adverts: Sequence[Advert]) -> None:
    """Delete the rows of these adverts and what hangs on them; the tombstones are still to be
    written."""
    Advert.objects.filter(pk__in=[advert.pk for advert in adverts]).delete()


def log_write(entries: Sequence[Entry]) -> None:
    """Save what the entries change, each under the next number, in their order.

    Of several changes of one advert the last is the advert's row; each has its own in the log.
    """
    last = take_numbers(AdvertLog, count=len(entries))
    for seq, entry in enumerate(entries, last - len(entries) + 1):
        entry.advert.seq = seq
    _insert([entry.advert for entry in entries if entry.before is None])
    _update([entry for entry in entries if entry.before is not None and entry.after is not None])
    now = timezone.now()
    changes = [
        (entry.advert.seq, entry.advert.pk, entry.after is None, entry.before, entry.after, now)
        for entry in entries
    ]
    rows_insert(AdvertChange, _CHANGE, changes)
    transaction.on_commit(partial(board_changed.send, sender=AdvertLog, seq=last), robust=True)


def _insert(adverts: list[Advert]) -> None:
    if not adverts:
        return
    rows_insert(Advert, _NEW, saved_values(adverts, _NEW, add=True))
    ids = keys_between(Advert, "seq", adverts[0].seq, adverts[-1].seq)
    for advert in adverts:
        advert.pk = ids[advert.seq]
        advert._state.adding = False


def _update(entries: list[Entry]) -> None:
    """Adverts whose same fields were set are written together."""
    fields: dict[int, frozenset[str]] = {}
    adverts: dict[int, Advert] = {}
    for entry in entries:
        number = entry.advert.pk
        fields[number] = fields.get(number, frozenset()) | entry.fields
        adverts[number] = entry.advert
    alike: dict[frozenset[str], list[Advert]] = {}
    for number, names in fields.items():
        alike.setdefault(names, []).append(adverts[number])
    for names, group in alike.items():
        columns = _columns(names)
        rows = saved_values(group, columns, add=False)
        for advert, values in zip(group, rows, strict=True):
            values.append(advert.pk)
        rows_update(Advert, columns, rows)


@lru_cache(maxsize=256)
def _columns(names: frozenset[str]) -> tuple[str, ...]:
    """These fields, and what follows from every change and from these."""
    folded = {
        field.name
        for field in Advert._meta.concrete_fields
        if isinstance(field, FoldedCharField) and field.of in names
    }
    return tuple(sorted({*names, *folded, "updated", "seq"}))
