"""Adverts: posting, changing and deleting them, each with its number in the board's log."""

from collections.abc import Mapping
from typing import Any, NamedTuple, TypeAlias, cast

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from rip.accounts.models import User
from rip.adverts.models import Advert, Picture
from rip.adverts.statuses import may_become, traits_of
from rip.adverts.writing import picture_rows
from rip.adverts.writing.idempotency import Posting
from rip.adverts.writing.log import advert_erase, advert_write
from rip.core.errors import Conflict, NotAllowed, NotFound, NotSignedIn
from rip.core.pictures.convert import ConvertedPicture
from rip.core.pictures.stored import files_remove, files_stored

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
            remove_pictures(advert.album[:1])
            advert.album = place_pictures(advert, [*(row for row, _file in new), *advert.album[1:]])
        advert_write(advert, before=before, fields=values)
    return advert


def advert_delete(*, user: User | None, advert_id: int) -> None:
    """Delete an advert with its pictures, and leave a tombstone in the log.

    Raises NotFound, NotSignedIn or NotAllowed.
    """
    with transaction.atomic():
        advert = advert_to_change(user, advert_id)
        remove_pictures(advert.album)
        advert_erase(advert)


def advert_to_change(user: User | None, advert_id: int) -> Advert:
    """The advert, locked until the transaction ends. Raises NotFound, NotSignedIn, NotAllowed."""
    advert = Advert.objects.select_for_update().filter(pk=advert_id).first()
    if advert is None:
        raise NotFound
    check_may_change(advert, user)
    return advert


def check_may_change(advert: Advert, user: User | None) -> None:
    """Raises NotSignedIn or NotAllowed."""
    if not advert.may_be_changed_by(user):
        raise NotSignedIn if user is None else NotAllowed


def place_pictures(advert: Advert, pictures: list[Picture]) -> list[Picture]:
    """Make these the advert's pictures in this order, saving what is new or has moved."""
    for position, picture in enumerate(pictures):
        if picture._state.adding or picture.position != position:
            picture.advert, picture.position = advert, position
            picture.save()
    return pictures


def remove_pictures(pictures: list[Picture]) -> None:
    """Delete these pictures now, and their files once that is committed."""
    if pictures:
        Picture.objects.filter(pk__in=[picture.pk for picture in pictures]).delete()
        transaction.on_commit(lambda: files_remove(pictures), robust=True)


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
        advert = Advert.drafted(user, values)
        advert_write(advert, before=None)
        advert.album = place_pictures(advert, [row for row, _ in new])
        if posting is not None:
            posting.keep(advert)
    return advert


def set_values(advert: Advert, values: AdvertValues) -> None:
    """Raises Conflict when the status does not lead where the values say."""
    status = values.get("status", advert.status)
    if not may_become(advert.status, status):
        raise Conflict(traits_of(advert.status).refusal)
    for field, value in values.items():
        setattr(advert, field, value)
