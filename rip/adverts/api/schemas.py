"""The bodies that the adverts' calls take and give, as the API documents them."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Final, Literal, TypeAlias, cast

from django.conf import settings
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    JsonValue,
    StringConstraints,
    WithJsonSchema,
    create_model,
)
from pydantic_core import PydanticCustomError

from rip.adverts import fields
from rip.adverts.api.field_types import StatusName, in_document, in_new, in_patch
from rip.adverts.writing.commands import AdvertValues
from rip.core.http.fields import Whole


def _no_picture(value: object) -> None:
    if value not in (None, ""):
        raise PydanticCustomError("picture_as_text", "picture as text")


def _same_picture(value: object) -> str | None:
    """A client may send back the path it was given; any other text is not a picture."""
    if value is None:
        return None
    if isinstance(value, str) and (not value or value.startswith(settings.MEDIA_URL)):
        return value
    raise PydanticCustomError("picture_as_text", "picture as text")


AdvertId: TypeAlias = Annotated[Whole, Field(ge=1, le=2**63 - 1)]
PictureId: TypeAlias = Annotated[Whole, Field(ge=1, le=2**63 - 1)]
NoPicture: TypeAlias = Annotated[
    None, BeforeValidator(_no_picture), WithJsonSchema({"type": "null"})
]
SamePicture: TypeAlias = Annotated[
    str | None,
    BeforeValidator(_same_picture),
    WithJsonSchema({"type": ["string", "null"]}),
]
SEED: dict[str, JsonValue] = {field.name: field.example for field in fields.SEED}
OTHERS: dict[str, JsonValue] = {field.name: field.example for field in fields.OTHERS}

# The models below begin with the fields of an advert, which only pydantic sees: for mypy they are
# values by name.
if TYPE_CHECKING:
    _NewFields = BaseModel
    _PatchFields = BaseModel
    _SeedFields = BaseModel
else:
    _NewFields = create_model("_NewFields", **{one.name: in_new(one) for one in fields.FIELDS})
    _PatchFields = create_model(
        "_PatchFields", **{one.name: in_patch(one) for one in fields.FIELDS}
    )
    _SeedFields = create_model(
        "_SeedFields", id=(int, ...), **{one.name: in_document(one) for one in fields.SEED}
    )


class AdvertIn(_NewFields):
    """A new advert. Every field but the picture is required."""

    model_config = ConfigDict(json_schema_extra={"examples": [SEED]})

    image: NoPicture = None

    def values(self) -> AdvertValues:
        # Not by iterating over the model, which looks at every name again.
        return cast("AdvertValues", {name: self.__dict__[name] for name in WRITTEN})


WRITTEN: Final = [field.name for field in fields.FIELDS]


class AdvertFields(_PatchFields):
    """The fields to change. `"image": null` removes the main picture."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"status": "reserved"}]})

    status: StatusName = Field(default_factory=str)
    image: SamePicture = None

    def values(self) -> AdvertValues:
        """The fields that were sent and are columns of the advert itself."""
        names = self.model_fields_set - {"id", "image"}
        return cast("AdvertValues", {name: getattr(self, name) for name in names})

    @property
    def removes_picture(self) -> bool:
        return "image" in self.model_fields_set and self.image is None


class AdvertPatch(AdvertFields):
    """The advert's id, and the fields to change. `"image": null` removes the main picture."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"id": 7, "price": 1000}]})

    id: AdvertId


class PicturesOnly(BaseModel):
    """Nothing but the pictures of a multipart form."""


class PicturesOrder(BaseModel):
    """The ids of all pictures of the advert, the main one first."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"pictures": [12, 10, 11]}]})

    pictures: Annotated[list[PictureId], Field(max_length=50)]


class AdvertDelete(BaseModel):
    model_config = ConfigDict(json_schema_extra={"examples": [{"id": 7}]})

    id: AdvertId


class AdvertOut(_SeedFields):
    """An advert as everyone sees it."""

    # With a picture: FastAPI drops every null from the document, and the key would be missing.
    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"id": 7, **SEED, "image": "/media/adverts/pu/pupsik.webp"}]
        }
    )

    image: str | None = Field(description="The address of the main picture, a WebP file.")


class PictureOut(BaseModel):
    """One picture of an advert."""

    id: int
    image: str = Field(description="The address of the picture, a WebP file.")
    thumbnail: str = Field(description="The same, 320 pixels wide or less.")
    width: int = Field(description="Pixels.")
    height: int = Field(description="Pixels.")


PICTURE: dict[str, JsonValue] = {
    "id": 12,
    "image": "/media/adverts/pu/pupsik-1600.webp",
    "thumbnail": "/media/adverts/pu/pupsik-320.webp",
    "width": 1600,
    "height": 1200,
}
FULL: dict[str, JsonValue] = {
    "id": 7,
    **SEED,
    "image": PICTURE["image"],
    **OTHERS,
    "owner": 3,
    "status": "published",
    "created": "2026-01-31T12:00:00.000000Z",
    "updated": "2026-01-31T12:00:00.000000Z",
    "seq": 41,
    "pictures": [PICTURE],
}


if TYPE_CHECKING:
    _AllFields = AdvertOut
else:
    _AllFields = create_model(
        "_AllFields",
        __base__=AdvertOut,
        **{one.name: in_document(one) for one in fields.OTHERS},
    )


class AdvertFull(_AllFields):
    """An advert with all that is known of it."""

    model_config = ConfigDict(json_schema_extra={"examples": [FULL]})

    owner: int | None = Field(description="The id of the user it belongs to; null is nobody.")
    status: StatusName
    created: datetime
    updated: datetime
    seq: int = Field(description="The number of its last change in the board's log.")
    pictures: list[PictureOut] = Field(description="In their order; `image` is the first.")


class Upsert(BaseModel):
    """An advert that is new or has changed, as it is now."""

    seq: int = Field(description="The number of the change in the board's log.")
    id: int = Field(description="The advert's id.")
    deleted: Literal[False]
    advert: AdvertFull


class Tombstone(BaseModel):
    """An advert that is no longer there for everyone to see."""

    seq: int = Field(description="The number of the change in the board's log.")
    id: int = Field(description="The advert's id.")
    deleted: Literal[True]


class ChangesOut(BaseModel):
    """A page of the change feed."""

    changes: list[Upsert | Tombstone]
    next: int = Field(description="The `since` of the next request.")
    caught_up: bool = Field(description="Nothing has been committed after `next` so far.")
    started: int | None = Field(
        description="Where the log was when you began with since=0. Send it along with `since`."
    )


class Counted(BaseModel):
    """A value, and how many adverts have it."""

    value: str
    count: int


class AdvertsPage(BaseModel):
    """One page of a listing."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "items": [FULL],
                    "next_cursor": "WyJuZXciLDdd:signature",
                    "total": 1,
                    "facets": {"kind": [{"value": "Dog", "count": 1}]},
                }
            ]
        }
    )

    items: list[AdvertFull]
    next_cursor: str | None = Field(description="Give it as `cursor` for the next page.")
    total: int = Field(description="How many adverts match, on all pages.")
    facets: dict[str, list[Counted]] = Field(
        description="For each that was asked for: the most used values, counted as if this one"
        " field were not filtered by."
    )


class Suggestions(BaseModel):
    values: list[Counted]


class FavouritesParameters(BaseModel):
    limit: Annotated[Whole, Field(ge=1, le=100)] = 24
    cursor: Annotated[str, StringConstraints(max_length=400)] | None = Field(
        None, description="The `next_cursor` of the page before."
    )


class FavouriteOut(BaseModel):
    """An advert somebody keeps."""

    id: int = Field(description="The advert's id.")
    title: str = Field(description="What it was called when it was added.")
    added: datetime
    advert: AdvertFull | None = Field(description="Null when it has been closed or deleted since.")


class FavouritesOut(BaseModel):
    """One page of favourites, the last added first."""

    items: list[FavouriteOut]
    next_cursor: str | None = Field(description="Give it as `cursor` for the next page.")


class FavouritesIn(BaseModel):
    """The ids of adverts to keep, the first to be added first."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"adverts": [7, 12]}]})

    adverts: Annotated[list[AdvertId], Field(max_length=500)]
