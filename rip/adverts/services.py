"""Adverts: posting, changing and deleting them, each with its number in the board's log."""

from decimal import Decimal
from typing import Any, TypedDict

from django.conf import settings
from django.db import transaction

from rip.accounts.models import User
from rip.adverts import images
from rip.adverts.models import Advert, AdvertChange, AdvertLog, Picture
from rip.adverts.search_index import search_entry_write
from rip.core.changes import take_numbers
from rip.core.errors import NotAllowed, NotFound, NotSignedIn


class AdvertValues(TypedDict, total=False):
    """The fields a person writes."""

    title: str
    description: str
    kind: str
    breed: str
    age: int
    gender: str
    location: str
    price: Decimal
    status: str


def advert_create(
    *, user: User | None, values: AdvertValues, picture: images.Prepared | None = None
) -> Advert:
    """Publish an advert; it belongs to `user`, or to nobody where that is allowed.

    Raises NotSignedIn when there is no user and adverts without a token are off.
    """
    if user is None and not settings.RIP_ANONYMOUS_ADVERTS:
        raise NotSignedIn
    main = _picture_row(picture)
    with images.files_kept(main, picture), transaction.atomic():
        advert = Advert(owner=user, **values)
        _save(advert, before=None)
        if picture is not None:
            main.advert = advert
            main.save()
    return advert


def advert_update(
    *,
    user: User | None,
    advert_id: int,
    values: AdvertValues,
    picture: images.Prepared | None = None,
    remove_picture: bool = False,
) -> Advert:
    """Change some fields of an advert; a new picture takes the place of the main one.

    Raises NotFound, NotSignedIn or NotAllowed.
    """
    main = _picture_row(picture)
    with images.files_kept(main, picture), transaction.atomic():
        advert = _advert_to_change(user, advert_id)
        before = advert.filter_values()
        for field, value in values.items():
            setattr(advert, field, value)
        if picture is not None or remove_picture:
            _remove_pictures(list(advert.pictures.all()[:1]))
        if picture is not None:
            main.advert = advert
            main.save()
        _save(advert, before=before)
    return advert


def advert_delete(*, user: User | None, advert_id: int) -> None:
    """Delete an advert with its pictures, and leave a tombstone in the log.

    Raises NotFound, NotSignedIn or NotAllowed.
    """
    with transaction.atomic():
        advert = _advert_to_change(user, advert_id)
        seq = take_numbers(AdvertLog.objects.all())
        AdvertChange.objects.create(
            seq=seq, advert_id=advert.pk, deleted=True, before=advert.filter_values()
        )
        _remove_pictures(list(advert.pictures.all()))
        advert.delete()


def _advert_to_change(user: User | None, advert_id: int) -> Advert:
    advert = Advert.objects.select_for_update().filter(pk=advert_id).first()
    if advert is None:
        raise NotFound
    if not advert.may_be_changed_by(user):
        raise NotSignedIn if user is None else NotAllowed
    return advert


def _save(advert: Advert, *, before: dict[str, Any] | None) -> None:
    advert.seq = take_numbers(AdvertLog.objects.all())
    advert.save()
    search_entry_write(advert=advert, is_new=before is None)
    AdvertChange.objects.create(
        seq=advert.seq, advert_id=advert.pk, before=before, after=advert.filter_values()
    )


def _picture_row(picture: images.Prepared | None) -> Picture:
    if picture is None:
        return Picture()
    return Picture(width=picture.width, height=picture.height)


def _remove_pictures(pictures: list[Picture]) -> None:
    for picture in pictures:
        picture.delete()
    transaction.on_commit(lambda: images.files_remove(pictures), robust=True)
