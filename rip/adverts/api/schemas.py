"""What the advert calls take and give, as the API documents it."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Final, Literal, TypeAlias, cast

import msgspec
from django.conf import settings
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    JsonValue,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from rip.adverts.models import OLDEST, Advert, Gender, Status
from rip.adverts.writing.commands import AdvertValues
from rip.core.http.fields import Line, Price, Whole, number

# Enumerations put their values together whenever they are asked.
_GENDERS: Final[list[str]] = Gender.values
_STATUSES: Final[list[str]] = Status.values


def _one_of(value: str, choices: list[str]) -> str:
    if value not in choices:
        raise PydanticCustomError("one_of", "one of", {"choices": ", ".join(choices)})
    return value


def _kind(value: str) -> str:
    return _one_of(value, settings.RIP_KINDS)


def _gender(value: str) -> str:
    return _one_of(value, _GENDERS)


def _status(value: str) -> str:
    return _one_of(value, _STATUSES)


def _no_picture(value: object) -> None:
    if value not in (None, ""):
        raise PydanticCustomError("picture_as_text", "picture as text")


def _same_picture(value: object) -> str | None:
    """A client may send back the address it was given; any other text is not a picture."""
    if value is None:
        return None
    if isinstance(value, str) and (not value or value.startswith(settings.MEDIA_URL)):
        return value
    raise PydanticCustomError("picture_as_text", "picture as text")


AdvertId: TypeAlias = Annotated[Whole, Field(ge=1, le=2**63 - 1)]
PictureId: TypeAlias = Annotated[Whole, Field(ge=1, le=2**63 - 1)]
Title: TypeAlias = Annotated[Line, StringConstraints(max_length=200)]
Description: TypeAlias = Annotated[Line, StringConstraints(max_length=10_000)]
Kind: TypeAlias = Annotated[
    str,
    AfterValidator(_kind),
    WithJsonSchema({"type": "string", "enum": list(settings.RIP_KINDS)}),
]
Breed: TypeAlias = Annotated[Line, StringConstraints(max_length=100)]
Age: TypeAlias = Annotated[Whole, Field(ge=0, le=OLDEST, description="Years.")]
GenderCode: TypeAlias = Annotated[
    str, AfterValidator(_gender), WithJsonSchema({"type": "string", "enum": Gender.values})
]
StatusName: TypeAlias = Annotated[
    str, AfterValidator(_status), WithJsonSchema({"type": "string", "enum": Status.values})
]
NoPicture: TypeAlias = Annotated[
    None, BeforeValidator(_no_picture), WithJsonSchema({"type": "null"})
]
SamePicture: TypeAlias = Annotated[
    str | None,
    BeforeValidator(_same_picture),
    WithJsonSchema({"type": ["string", "null"]}),
]
Location: TypeAlias = Annotated[Line, StringConstraints(max_length=200)]

SEED: dict[str, JsonValue] = {
    "title": "Пупсик",
    "description": "Милый пупсик",
    "kind": "Dog",
    "breed": "пуп",
    "age": 1,
    "gender": "M",
    "location": "Москва",
    "price": 16000,
}


class AdvertIn(BaseModel):
    """A new advert. Every field but the picture is required."""

    model_config = ConfigDict(json_schema_extra={"examples": [SEED]})

    title: Title
    description: Description
    kind: Kind
    breed: Breed
    age: Age
    gender: GenderCode
    location: Location
    price: Price
    image: NoPicture = None

    def values(self) -> AdvertValues:
        # Not by iterating over the model, which looks at every name again.
        return cast("AdvertValues", {name: self.__dict__[name] for name in WRITTEN})


# The fields a person writes, in the order in which they are shown.
WRITTEN: Final = [name for name in AdvertIn.model_fields if name != "image"]


class AdvertFields(BaseModel):
    """The fields to change. `"image": null` removes the main picture."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"status": "reserved"}]})

    # A factory instead of a default: a field that was not sent has no value to document.
    title: Title = Field(default_factory=str)
    description: Description = Field(default_factory=str)
    kind: Kind = Field(default_factory=str)
    breed: Breed = Field(default_factory=str)
    age: Age = Field(default_factory=int)
    gender: GenderCode = Field(default_factory=str)
    location: Location = Field(default_factory=str)
    price: Price = Field(default_factory=Decimal)
    status: StatusName = Field(default_factory=str)
    image: SamePicture = None

    def values(self) -> AdvertValues:
        """The fields that were sent and are kept in the advert itself."""
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


class AdvertOut(BaseModel):
    """An advert as everyone sees it."""

    # With a picture: FastAPI drops every null from the document, and the key would be missing.
    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"id": 7, **SEED, "image": "/media/adverts/pu/pupsik.webp"}]
        }
    )

    id: int
    title: str
    description: str
    kind: str
    breed: str
    age: int = Field(description="Years.")
    gender: str = Field(description="M or F.")
    location: str
    price: float = Field(description="Roubles, as an exact JSON number.")
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
    "owner": 3,
    "status": "published",
    "created": "2026-01-31T12:00:00.000000Z",
    "updated": "2026-01-31T12:00:00.000000Z",
    "seq": 41,
    "pictures": [PICTURE],
}


class AdvertFull(AdvertOut):
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


_encoder = msgspec.json.Encoder(decimal_format="number")


def shape(advert: Advert) -> dict[str, Any]:
    """The seed's fields of an advert, and only those."""
    return {
        "id": advert.pk,
        "title": advert.title,
        "description": advert.description,
        "kind": advert.kind,
        "breed": advert.breed,
        "age": advert.age,
        "gender": advert.gender,
        "location": advert.location,
        "price": number(advert.price),
        "image": advert.image,
    }


def full_shape(advert: Advert) -> dict[str, Any]:
    """The seed's fields of an advert and all others."""
    return shape(advert) | _other_fields(advert)


def _other_fields(advert: Advert) -> dict[str, Any]:
    return {
        "owner": advert.owner_id,
        "status": advert.status,
        "created": advert.created,
        "updated": advert.updated,
        "seq": advert.seq,
        "pictures": [
            {
                "id": picture.pk,
                "image": picture.url,
                "thumbnail": picture.thumbnail,
                "width": picture.width,
                "height": picture.height,
            }
            for picture in advert.album
        ],
    }


def to_json(document: object) -> bytes:
    """Anything made of shapes as JSON; a decimal is an exact number."""
    return _encoder.encode(document)


def encode_full(advert: Advert) -> bytes:
    """One advert with all its fields, as JSON."""
    return to_json(full_shape(advert))


def encode_in_parts(advert: Advert) -> tuple[bytes, bytes]:
    """The seed's fields and all others, each as an object."""
    return to_json(shape(advert)), to_json(_other_fields(advert))


def encode(adverts: Advert | Iterable[Advert]) -> bytes:
    """One advert, or a list of them, as JSON."""
    if isinstance(adverts, Advert):
        return _encoder.encode(shape(adverts))
    return _encoder.encode([shape(advert) for advert in adverts])
