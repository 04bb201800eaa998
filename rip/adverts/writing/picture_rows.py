"""The rows of an advert's pictures, within the transaction of whoever changes it."""

from collections.abc import Sequence

from django.conf import settings
from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from rip.accounts.models import User
from rip.adverts.models import Advert, Picture
from rip.core.errors import BadInput
from rip.core.pictures.convert import ConvertedPicture
from rip.core.pictures.quotas import quota_check
from rip.core.pictures.stored import files_remove


def check_count(count: int) -> None:
    """Raises BadInput when an advert may not have so many pictures."""
    if count > settings.RIP_PICTURES_PER_ADVERT:
        message = format_lazy(
            _("An advert has at most {count} pictures."), count=settings.RIP_PICTURES_PER_ADVERT
        )
        raise BadInput(errors={"image": [message]})


def check_quota(user: User | None, count: int) -> None:
    """Raises Conflict or TooLarge when so many more pictures are not taken from `user`."""
    quota_check(
        owner_id=user.pk if user else None,
        pictures=count,
        unlimited=user is not None and user.is_staff,
    )


def rows_for(pictures: Sequence[ConvertedPicture]) -> list[tuple[Picture, ConvertedPicture]]:
    """A new row for each picture, not saved yet, beside what it shows."""
    return [
        (
            Picture(width=picture.width, height=picture.height, stored_bytes=picture.stored_bytes),
            picture,
        )
        for picture in pictures
    ]


def place(advert: Advert, pictures: list[Picture]) -> list[Picture]:
    """Make these the advert's pictures in this order, saving what is new or has moved."""
    for position, picture in enumerate(pictures):
        if picture._state.adding or picture.position != position:
            picture.advert, picture.position = advert, position
            picture.save()
    return pictures


def remove(pictures: list[Picture]) -> None:
    """Delete these pictures now, and their files once that is committed."""
    if pictures:
        Picture.objects.filter(pk__in=[picture.pk for picture in pictures]).delete()
        transaction.on_commit(lambda: files_remove(pictures), robust=True)
