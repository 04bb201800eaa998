"""The pictures of an advert. Adding, ordering and deleting them are changes of the advert.

On a page an advert is written with all its pictures in one step.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from rip.accounts.models import User
from rip.adverts.models import Advert, Picture
from rip.adverts.models.owners import UploadedPicture
from rip.adverts.writing import commands, picture_rows
from rip.adverts.writing.commands import AdvertValues, advert_to_change
from rip.adverts.writing.log import advert_write
from rip.core.errors import BadInput, NotFound
from rip.core.pictures.convert import ConvertedPicture
from rip.core.pictures.stored import files_remove, files_stored

PRUNED_AT_ONCE: Final = 200


@dataclass(frozen=True, slots=True)
class Album:
    """The pictures an advert is to have: those with these names, in this order, then new ones.

    A name is one of the advert's own pictures, or of one that was uploaded before.
    """

    names: Sequence[str] = ()
    new: Sequence[ConvertedPicture] = field(default=())


def picture_upload(*, user: User | None, picture: ConvertedPicture) -> UploadedPicture:
    """Store a picture for an advert that is being written. Raises NotSignedIn."""
    commands.check_may_post(user)
    row = UploadedPicture(
        user=user,
        width=picture.width,
        height=picture.height,
        stored_bytes=picture.stored_bytes,
    )
    with files_stored([(row, picture)]), transaction.atomic():
        row.save()
    return row


def advert_publish(*, user: User | None, values: AdvertValues, album: Album, key: str) -> Advert:
    """Publish an advert with its pictures, once for the same `key` of the same caller.

    Raises NotSignedIn, BadInput for the pictures, KeyReused and Conflict as `advert_post` does.
    """
    new = picture_rows.rows_for(album.new)
    with files_stored(new), transaction.atomic():
        posted = commands.advert_post(user=user, values=values, key=key)
        if not posted.replayed:
            _fill(posted.advert, user, album, [row for row, _file in new])
    if posted.replayed:
        files_remove([row for row, _file in new])
    return posted.advert


def advert_revise(
    *, user: User | None, advert_id: int, values: AdvertValues, album: Album
) -> Advert:
    """Change the fields of an advert, and give it exactly these pictures.

    Raises NotFound, NotSignedIn or NotAllowed, and BadInput for the pictures.
    """
    new = picture_rows.rows_for(album.new)
    with files_stored(new), transaction.atomic():
        advert = advert_to_change(user, advert_id)
        before = advert.filter_values()
        _fill(advert, user, album, [row for row, _file in new])
        commands.set_values(advert, values)
        advert_write(advert, before=before, fields=values)
    return advert


def check_may_add(*, user: User | None, advert_id: int, count: int) -> None:
    """Check that `pictures_add` would take so many now, before they are converted.

    Raises NotFound, NotSignedIn or NotAllowed, BadInput when there would be too many, and Conflict
    or TooLarge when a quota is used up.
    """
    advert = commands.check_may_change_advert(user=user, advert_id=advert_id)
    picture_rows.check_count(len(advert.album) + count)
    picture_rows.check_quota(user, count)


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
        _place(advert, album)
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
        _place(advert, [there[number] for number in picture_ids])
    return advert


def picture_delete(*, user: User | None, advert_id: int, picture_id: int) -> Advert:
    """Take one picture away. Raises NotFound, NotSignedIn or NotAllowed."""
    with transaction.atomic():
        advert = advert_to_change(user, advert_id)
        gone = [picture for picture in advert.album if picture.pk == picture_id]
        if not gone:
            raise NotFound
        picture_rows.remove(gone)
        _place(advert, [picture for picture in advert.album if picture.pk != picture_id])
    return advert


def _place(advert: Advert, album: list[Picture]) -> None:
    advert.album = picture_rows.place(advert, album)
    advert_write(advert, before=advert.filter_values())


def uploads_prune(*, now: datetime) -> int:
    """Delete a batch of the uploaded pictures that no advert came for; return how many."""
    since = now - timedelta(hours=settings.RIP_UNUSED_PICTURE_HOURS)
    late = UploadedPicture.objects.filter(created__lt=since).order_by("created")
    gone = list(late[:PRUNED_AT_ONCE])
    with transaction.atomic():
        UploadedPicture.objects.filter(pk__in=[picture.pk for picture in gone]).delete()
        transaction.on_commit(lambda: files_remove(gone), robust=True)
    return len(gone)


def _fill(advert: Advert, user: User | None, album: Album, new: list[Picture]) -> None:
    own = {picture.name: picture for picture in advert.album}
    wanted = list(dict.fromkeys(album.names))
    picture_rows.check_count(len(wanted) + len(new))
    taken = _take(user, [name for name in wanted if name not in own])
    picture_rows.remove([picture for name, picture in own.items() if name not in wanted])
    there = own | taken
    advert.album = picture_rows.place(advert, [*(there[name] for name in wanted), *new])


def _take(user: User | None, names: list[str]) -> dict[str, Picture]:
    """Pictures of an advert in place of uploaded ones, by their names."""
    uploads = UploadedPicture.objects.select_for_update().filter(
        name__in=names[: settings.RIP_PICTURES_PER_ADVERT], user=user
    )
    found = {one.name: one for one in uploads}
    if len(found) < len(names):
        message = _("A picture is not there any more. Take it away, or choose it again.")
        raise BadInput(errors={"image": [message]})
    UploadedPicture.objects.filter(pk__in=[one.pk for one in found.values()]).delete()
    return {
        name: Picture(name=name, width=one.width, height=one.height, stored_bytes=one.stored_bytes)
        for name, one in found.items()
    }
