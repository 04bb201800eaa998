"""What a listing of the board is: which adverts, in which order, after which place.

Pure values: the database asks by them (`AdvertQuerySet`), and the catalogue decides by them which
of the pages it keeps a change touches.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from typing import Any, Final, NamedTuple, Self, TypeAlias

from rip.core.database.columns import fold

PUBLISHED: Final = "published"

# Where an advert stands in a listing: its sort value if that is not the id, then its id.
Place: TypeAlias = tuple[Decimal | int, ...]


class Values(NamedTuple):
    """What an advert can be filtered and sorted by. `words` is equal when all texts are; None is
    not known."""

    kind: str
    breed: str
    gender: str
    age: int
    price: Decimal
    location: str
    owner: int | None
    status: str
    words: str | None = None

    @classmethod
    def of(cls, logged: Mapping[str, Any]) -> Self:
        """From what `Advert.filter_values()` put into the log."""
        return cls(**{**logged, "price": Decimal(logged["price"])})


@dataclass(frozen=True, slots=True)
class Filter:
    """Which adverts are meant. None means any; breed and location are folded.

    `q` are words to search for. Changes do not say whether an advert has them.
    """

    status: str = PUBLISHED
    kind: str | None = None
    breed: str | None = None
    gender: str | None = None
    age_min: int | None = None
    age_max: int | None = None
    price_min: Decimal | None = None
    price_max: Decimal | None = None
    location: str | None = None
    owner: int | None = None
    q: str | None = None

    def matches(self, values: Values | None) -> bool:
        """Whether an advert with these values is meant; with `q`, whether it may be."""
        return (
            values is not None
            and values.status == self.status
            and (self.kind is None or values.kind == self.kind)
            and (self.gender is None or values.gender == self.gender)
            and (self.age_min is None or values.age >= self.age_min)
            and (self.age_max is None or values.age <= self.age_max)
            and (self.price_min is None or values.price >= self.price_min)
            and (self.price_max is None or values.price <= self.price_max)
            and (self.owner is None or values.owner == self.owner)
            and (self.breed is None or fold(values.breed) == self.breed)
            and (self.location is None or fold(values.location) == self.location)
        )

    def without(self, name: str) -> "Filter":
        """The same, whatever the field `name` is."""
        if getattr(self, name) is None:
            return self
        nothing: dict[str, Any] = {name: None}
        return replace(self, **nothing)


@dataclass(frozen=True, slots=True)
class Sort:
    """An order that no two adverts share a place in: by `column`, then by id the same way."""

    name: str
    column: str
    descending: bool = False

    def columns(self) -> list[str]:
        return ["id"] if self.column == "id" else [self.column, "id"]

    def place(self, advert_id: int, values: Values) -> Place:
        if self.column == "id":
            return (advert_id,)
        return (getattr(values, self.column), advert_id)

    def is_after(self, one: Place, other: Place) -> bool:
        """Whether `one` comes later in this order than `other`."""
        return one < other if self.descending else one > other


NEWEST: Final = Sort("new", "id", descending=True)
# Those with all words in title and breed first, then the newest; only of what search finds.
RELEVANCE: Final = Sort("relevance", "rank")
SORTS: Final = {
    sort.name: sort
    for sort in (NEWEST, Sort("price", "price"), Sort("-price", "price", True), Sort("age", "age"))
}


@dataclass(frozen=True)
class Listing:
    """One page of adverts, and what is counted beside it."""

    filter: Filter = field(default_factory=Filter)
    sort: Sort = NEWEST
    limit: int = 24
    after: Place | None = None
    facets: tuple[str, ...] = ()
    # Only the seed's fields, as a plain list.
    seed_only: bool = False

    @cached_property
    def key(self) -> str:
        """The same for every way of asking for the same page."""
        shape = f"{self.limit} {self.after} {self.facets} {self.seed_only}"
        return f"{self.filter} {self.sort.name} {shape}"

    @cached_property
    def counted(self) -> list[tuple[str, Filter]]:
        """The facets, each with the adverts that are counted: those that match but for the facet's
        own field, so that it shows the other choices."""
        return [(field, self.filter.without(field)) for field in self.facets]

    @cached_property
    def order(self) -> str:
        """What a cursor belongs to."""
        return f"adverts {self.filter} {self.sort.name}"
