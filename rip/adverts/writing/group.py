"""Several writes of adverts in one transaction, for one commit costs far more than one row."""

import copy
from collections.abc import Sequence
from typing import NamedTuple

from django.db import DataError, IntegrityError, InterfaceError, OperationalError, transaction

from rip.accounts.models import User
from rip.adverts.models import Advert, Picture
from rip.adverts.writing.commands import (
    AdvertValues,
    check_may_change,
    check_may_post,
    remove_pictures,
    set_values,
)
from rip.adverts.writing.log import Entry, adverts_remove, log_write
from rip.core.errors import NotFound, RipError, Unavailable


class Draft(NamedTuple):
    """An advert to be published for its owner."""

    user: User | None
    values: AdvertValues


class Change(NamedTuple):
    """Fields of an advert to be changed by someone."""

    user: User | None
    advert_id: int
    values: AdvertValues


class Removal(NamedTuple):
    """An advert to be deleted by someone."""

    user: User | None
    advert_id: int


Write = Draft | Change | Removal


def adverts_store(*, writes: Sequence[Write]) -> list[Advert | Exception]:
    """Do the writes in their order, in one transaction; what cannot be done fails alone.

    Each gives the advert as it was after it, or NotSignedIn, NotFound, NotAllowed or Conflict.
    """
    try:
        return _store(writes)
    except (IntegrityError, DataError):
        return [_store_alone(write) for write in writes]


def _store_alone(write: Write) -> Advert | Exception:
    try:
        return _store([write])[0]
    except (OperationalError, InterfaceError):
        # Not raised: others of the group may be stored already.
        return Unavailable()
    except Exception as error:  # noqa: BLE001  (handed to who asked for it)
        return error


def _store(writes: Sequence[Write]) -> list[Advert | Exception]:
    results: list[Advert | Exception] = []
    entries: list[Entry] = []
    changed: set[int] = set()
    with transaction.atomic():
        there = _locked({write.advert_id for write in writes if not isinstance(write, Draft)})
        for write in writes:
            try:
                entry = _entry_of(write, there, changed)
            except RipError as error:
                results.append(error)
            else:
                entries.append(entry)
                results.append(entry.advert)
        if gone := [entry.advert for entry in entries if entry.after is None]:
            remove_pictures([picture for advert in gone for picture in advert.album])
            adverts_remove(gone)
        if entries:
            log_write(entries)
    return results


def _locked(numbers: set[int]) -> dict[int, Advert]:
    """Those of these adverts that there are, with their albums, locked until the transaction ends.

    Always in the same order, so that no two who lock some of the same wait for each other.
    """
    if not numbers:
        return {}
    adverts = Advert.objects.select_for_update().filter(pk__in=numbers).order_by("pk")
    there = {advert.pk: advert for advert in adverts}
    for advert in there.values():
        advert.album = []
    for picture in Picture.objects.filter(advert__in=there):
        there[picture.advert_id].album.append(picture)
    return there


def _entry_of(write: Write, there: dict[int, Advert], changed: set[int]) -> Entry:
    if isinstance(write, Draft):
        check_may_post(write.user)
        advert = Advert.drafted(write.user, write.values)
        return Entry(advert, None, advert.filter_values())
    current = there.get(write.advert_id)
    if current is None:
        raise NotFound
    check_may_change(current, write.user)
    before = current.filter_values()
    # Each write has its own number and answer, so what an earlier one gave must stay as it is.
    advert = copy.copy(current) if current.pk in changed else current
    if isinstance(write, Removal):
        del there[advert.pk]
        return Entry(advert, before, None)
    set_values(advert, write.values)
    there[advert.pk] = advert
    changed.add(advert.pk)
    return Entry(advert, before, advert.filter_values(), frozenset(write.values))
