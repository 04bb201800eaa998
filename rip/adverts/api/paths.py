"""The paths of the adverts' API, and the ids in them."""

from typing import Annotated, Final

from fastapi import Path
from starlette.convertors import StringConvertor, register_url_convertor


class AdvertConvertor(StringConvertor):
    """Any word but those that are paths of their own beside an advert's."""

    regex = "(?!(?:changes|suggest)$)[^/]+"


class PictureConvertor(StringConvertor):
    """Any word but the one that is a path of its own beside a picture's."""

    regex = "(?!order$)[^/]+"


register_url_convertor("advert", AdvertConvertor())
register_url_convertor("picture", PictureConvertor())

EXECUTE: Final = "/api/v1/execute"
ADVERTS: Final = "/api/v1/adverts"
SUGGEST: Final = f"{ADVERTS}/suggest"
ADVERT: Final = f"{ADVERTS}/{{advert_id:advert}}"
PICTURES: Final = f"{ADVERT}/pictures"
PICTURES_ORDER: Final = f"{PICTURES}/order"
PICTURE: Final = f"{PICTURES}/{{picture_id:picture}}"
FAVOURITES: Final = "/api/v1/favourites"
FAVOURITE: Final = f"{FAVOURITES}/{{advert_id}}"

LARGEST_ID: Final = 2**63 - 1

AdvertId = Annotated[int, Path(ge=1, le=LARGEST_ID, description="The advert's id.")]
PictureId = Annotated[int, Path(ge=1, le=LARGEST_ID, description="The picture's id.")]
