"""An advert as pages show it: decoded from the bytes that the catalogue has of it."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

import msgspec

from rip.adverts import fields
from rip.adverts.catalogue.fragments import Fragment
from rip.adverts.models import Picture
from rip.adverts.models.paths import path_of
from rip.adverts.statuses import Traits, traits_of


class PagePicture(msgspec.Struct):
    """A picture, as `AdvertFull` has it."""

    image: str
    thumbnail: str
    width: int
    height: int

    @property
    def srcset(self) -> str:
        return Picture.srcset_of(self.thumbnail)


if TYPE_CHECKING:

    class _Fields(msgspec.Struct):
        """The fields of an advert, which only msgspec sees."""

        def __init__(self, **values: Any) -> None: ...

        def __getattr__(self, name: str) -> Any: ...
else:
    _Fields = msgspec.defstruct(
        "_Fields", [(one.name, type(one.blank)) for one in fields.FIELDS], kw_only=True
    )


class PageAdvert(_Fields, kw_only=True):
    """An `AdvertFull`."""

    id: int
    created: datetime
    owner: int | None
    status: str
    seq: int
    pictures: list[PagePicture]

    @property
    def path(self) -> str:
        return path_of(self.id, self.title)

    @property
    def traits(self) -> Traits:
        return traits_of(self.status)

    @property
    def image(self) -> str | None:
        """The URL path of the main picture, or None."""
        return self.pictures[0].image if self.pictures else None


_decoder: Final = msgspec.json.Decoder(PageAdvert)


def shown(fragment: Fragment) -> PageAdvert:
    return _decoder.decode(fragment.body)
