"""What the board's pages give, as the API documents it."""

from pydantic import BaseModel, ConfigDict, Field

from rip.adverts.schemas import FULL, AdvertFull


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
