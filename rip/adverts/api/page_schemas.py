"""What the board's pages and the caller's favourites are, as the API documents it."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from rip.adverts.api.schemas import FULL, AdvertFull, AdvertId


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
