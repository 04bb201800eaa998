"""Adverts: posting, changing and deleting them, each with its number in the board's log.

`adverts_store` does several in one transaction, for a commit costs far more than a row.
"""

import copy
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias, cast

from django.conf import settings
from django.db import DataError, IntegrityError, InterfaceError, OperationalError, transaction
from django.utils.translation import gettext_lazy as _

from rip.accounts.models import User
from rip.adverts.models import Advert, Picture
from rip.adverts.statuses import may_become, traits_of
from rip.adverts.writing import picture_rows
from rip.adverts.writing.idempotency import Posting
from rip.adverts.writing.log import Entry, advert_erase, advert_write, adverts_remove, log_write
from rip.core.errors import Conflict, NotAllowed, NotFound, NotSignedIn, RipError, Unavailable
from rip.core.pictures.convert import ConvertedPicture
from rip.core.pictures.stored import files_stored

# The fields that a person writes, and `status`, by their names.
AdvertValues: TypeAlias = Mapping[str, Any]


class Posted(NamedTuple):
    """An advert, and whether it had been posted before under the same key."""

    advert: Advert
    replayed: bool


def advert_create(
    *, user: User | None, values: AdvertValues, picture: ConvertedPicture | None = None
) -> Advert:
    """Publish an advert; it belongs to `user`, or to nobody where that is allowed.

    Raises NotSignedIn when there is no user and adverts without a token are off.
    """
    check_may_post(user)
    return _create(user, values, picture, posting=None)


def advert_post(
    *,
    user: User | None,
    values: AdvertValues,
    picture: ConvertedPicture | None = None,
    key: str | None = None,
) -> Posted:
    """Like `advert_create`, but only once for the same `key` of the same caller within 24 hours.

    Raises KeyReused when the key was used for other content, and Conflict when the advert that was
    posted with it has been deleted.
    """
    check_may_post(user)
    if key is None:
        return Posted(_create(user, values, picture, posting=None), replayed=False)
    posting = Posting.of(user, key, cast("dict[str, Any]", values), picture)
    if (advert := posting.advert()) is not None:
        return Posted(advert, replayed=True)
    try:
        return Posted(_create(user, values, picture, posting=posting), replayed=False)
    except IntegrityError:
        # The same request, sent twice at once: the other one was first.
        advert = posting.advert()
        if advert is None:
            raise
        return Posted(advert, replayed=True)


def advert_update(
    *,
    user: User | None,
    advert_id: int,
    values: AdvertValues,
    picture: ConvertedPicture | None = None,
    remove_picture: bool = False,
) -> Advert:
    """Change some fields of an advert; a new picture takes the place of the main one.

    Raises NotFound, NotSignedIn or NotAllowed, and Conflict when the status does not lead there.
    """
    new = picture_rows.rows_for([picture] if picture else [])
    with files_stored(new), transaction.atomic():
        advert = advert_to_change(user, advert_id)
        before = advert.filter_values()
        set_values(advert, values)
        if picture is not None or remove_picture:
            picture_rows.remove(advert.album[:1])
            advert.album = picture_rows.place(
                advert, [*(row for row, _file in new), *advert.album[1:]]
            )
        advert_write(advert, before=before, fields=values)
    return advert


def advert_delete(*, user: User | None, advert_id: int) -> None:
    """Delete an advert with its pictures, and leave a tombstone in the log.

    Raises NotFound, NotSignedIn or NotAllowed.
    """
    with transaction.atomic():
        advert = advert_to_change(user, advert_id)
        picture_rows.remove(advert.album)
        advert_erase(advert)


def advert_to_change(user: User | None, advert_id: int) -> Advert:
    """The advert, locked until the transaction ends. Raises NotFound, NotSignedIn, NotAllowed."""
    advert = Advert.objects.select_for_update().filter(pk=advert_id).first()
    if advert is None:
        raise NotFound
    check_may_change(advert, user)
    return advert


def check_may_change_advert(*, user: User | None, advert_id: int) -> Advert:
    """The advert, if `user` may change it now, for what costs too much to do in vain.

    Raises NotFound, NotSignedIn or NotAllowed.
    """
    advert = Advert.objects.filter(pk=advert_id).first()
    if advert is None:
        raise NotFound
    check_may_change(advert, user)
    return advert


def check_may_change(advert: Advert, user: User | None) -> None:
    """Raises NotSignedIn or NotAllowed, and NotFound of an advert that `user` may not even see."""
    if advert.may_be_changed_by(user):
        return
    if not advert.may_be_seen_by(user):
        raise NotFound
    raise NotSignedIn if user is None else NotAllowed


def check_may_post(user: User | None) -> None:
    """Raises NotSignedIn when there is no user and adverts without a token are off, and NotAllowed
    for guests, who are there to write to support."""
    if user is None and not settings.RIP_ANONYMOUS_ADVERTS:
        raise NotSignedIn
    if user is not None and user.is_guest:
        raise NotAllowed(_("Guests can write to support. Sign up to post adverts."))


def _create(
    user: User | None,
    values: AdvertValues,
    picture: ConvertedPicture | None,
    posting: Posting | None,
) -> Advert:
    new = picture_rows.rows_for([picture] if picture else [])
    with files_stored(new), transaction.atomic():
        advert = Advert.unsaved(user, values)
        advert_write(advert, before=None)
        advert.album = picture_rows.place(advert, [row for row, _ in new])
        if posting is not None:
            posting.store(advert)
    return advert


def set_values(advert: Advert, values: AdvertValues) -> None:
    """Raises Conflict when the status does not lead where the values say."""
    status = values.get("status", advert.status)
    if not may_become(advert.status, status):
        raise Conflict(traits_of(advert.status).refusal)
    for field, value in values.items():
        setattr(advert, field, value)


class Create(NamedTuple):
    """An advert to be published for its owner."""

    user: User | None
    values: AdvertValues


class Update(NamedTuple):
    """Fields of an advert to be changed by someone."""

    user: User | None
    advert_id: int
    values: AdvertValues


class Delete(NamedTuple):
    """An advert to be deleted by someone."""

    user: User | None
    advert_id: int


Write = Create | Update | Delete


def adverts_store(*, writes: Sequence[Write]) -> list[Advert | Exception]:
    """Do the writes in their order, in one transaction; one that cannot be done fails alone.

    Returns for each the advert as it was after it, or NotSignedIn, NotFound, NotAllowed, Conflict.
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
    except Exception as error:  # noqa: BLE001  (handed to its sender)
        return error


def _store(writes: Sequence[Write]) -> list[Advert | Exception]:
    results: list[Advert | Exception] = []
    entries: list[Entry] = []
    changed: set[int] = set()
    with transaction.atomic():
        there = _locked({write.advert_id for write in writes if not isinstance(write, Create)})
        for write in writes:
            try:
                entry = _entry_of(write, there, changed)
            except RipError as error:
                results.append(error)
            else:
                entries.append(entry)
                results.append(entry.advert)
        if gone := [entry.advert for entry in entries if entry.after is None]:
            picture_rows.remove([picture for advert in gone for picture in advert.album])
            adverts_remove(gone)
        if entries:
            log_write(entries)
    return results


def _locked(numbers: set[int]) -> dict[int, Advert]:
    """The adverts with these ids, with their albums, locked until the transaction ends.

    They are locked in the order of their ids, so that no two transactions wait for each other.
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
    if isinstance(write, Create):
        check_may_post(write.user)
        advert = Advert.unsaved(write.user, write.values)
        return Entry(advert, None, advert.filter_values())
    current = there.get(write.advert_id)
    if current is None:
        raise NotFound
    check_may_change(current, write.user)
    before = current.filter_values()
    # Each write has its own number and result, so the result of an earlier one must not change.
    advert = copy.copy(current) if current.pk in changed else current
    if isinstance(write, Delete):
        del there[advert.pk]
        return Entry(advert, before, None)
    set_values(advert, write.values)
    there[advert.pk] = advert
    changed.add(advert.pk)
    return Entry(advert, before, advert.filter_values(), frozenset(write.values))
