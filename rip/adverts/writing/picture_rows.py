"""What an advert asks of its pictures."""

from collections.abc import Sequence

from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from rip.adverts.models import Picture
from rip.core.errors import BadInput
from rip.core.pictures.convert import ConvertedPicture


def check_count(count: int) -> None:
    """Raises BadInput when an advert may not have so many pictures."""
    if count > settings.RIP_PICTURES_PER_ADVERT:
        message = format_lazy(
            _("An advert has at most {count} pictures."), count=settings.RIP_PICTURES_PER_ADVERT
        )
        raise BadInput(errors={"image": [message]})


def rows_for(pictures: Sequence[ConvertedPicture]) -> list[tuple[Picture, ConvertedPicture]]:
    """A new row for each picture, not saved yet, beside what it shows."""
    return [(Picture(width=picture.width, height=picture.height), picture) for picture in pictures]
