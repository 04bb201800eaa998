"""The pictures of an advert. Adding, ordering and deleting them are changes of the advert."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from rip.accounts.models import User
from rip.adverts.models import Advert, Picture
from rip.adverts.writing import picture_rows
from rip.adverts.writing.commands import advert_to_change, place_pictures, remove_pictures
from rip.adverts.writing.log import advert_write
from rip.core.errors import BadInput, NotFound
from rip.core.pictures.convert import ConvertedPicture
from rip.core.pictures.stored import files_stored


def pictures_add(
    *, user: User | None, advert_id: int, pictures: Sequence[ConvertedPicture]
) -> Advert:
    """Put pictures after those the advert has.

    Raises NotFound, NotSignedIn or NotAllowed, and BadInput when there would be too many.
    """
    new = picture_rows.rows_for(pictures)
    with files_stored(new), transaction.atomic():
        advert = advert_to_change(user, advert_id)
        album = [*advert.album, *(row for row, _file in new)]
        picture_rows.check_count(len(album))
        _write(advert, album)
    return advert


def pictures_order(*, user: User | None, advert_id: int, picture_ids: list[int]) -> Advert:
    """Put all pictures of the advert in this order; the first one is its main picture.

    Raises NotFound, NotSignedIn or NotAllowed, and BadInput when these are not all its pictures.
    """
    with transaction.atomic():
        advert = advert_to_change(user, advert_id)
        there = {picture.pk: picture for picture in advert.album}
        if sorted(picture_ids) != sorted(there):
            message = _("List each picture of the advert once.")
            raise BadInput(errors={"pictures": [message]})
        _write(advert, [there[number] for number in picture_ids])
    return advert


def picture_delete(*, user: User | None, advert_id: int, picture_id: int) -> Advert:
    """Take one picture away. Raises NotFound, NotSignedIn or NotAllowed."""
    with transaction.atomic():
        advert = advert_to_change(user, advert_id)
        gone = [picture for picture in advert.album if picture.pk == picture_id]
        if not gone:
            raise NotFound
        remove_pictures(gone)
        _write(advert, [picture for picture in advert.album if picture.pk != picture_id])
    return advert


def _write(advert: Advert, album: list[Picture]) -> None:
    advert.album = place_pictures(advert, album)
    advert_write(advert, before=advert.filter_values())
