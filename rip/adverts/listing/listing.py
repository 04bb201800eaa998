"""A listing of the board: which adverts, in which order, after which of them.

Pure values: the database is queried by them (`AdvertQuerySet`), and the catalogue decides by them
which of the pages it holds a change touches.
"""

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from typing import Any, Final, NamedTuple, Self, TypeAlias

from rip.adverts import fields
from rip.adverts.declarations import Filtering, Money, Value
from rip.adverts.statuses import ON_BOARD
from rip.core.database.columns import fold

# A keyset position: the value that an advert is sorted by, unless that is its id, then its id.
SortKey: TypeAlias = tuple[Decimal | int, ...]

# The comparisons of conditions. FOLDED compares texts folded; bounds are inclusive.
EQUAL: Final = "="
FOLDED: Final = "~"
LEAST: Final = ">="
MOST: Final = "<="

_COMPARISONS: Final[dict[Filtering, tuple[str, ...]]] = {
    Filtering.EQUAL: (EQUAL,),
    Filtering.FLAG: (EQUAL,),
    Filtering.FOLDED: (FOLDED,),
    Filtering.RANGE: (LEAST, MOST),
}
# The field and the comparison of each query parameter.
PARAMETERS: Final = {
    parameter: (one.name, comparison)
    for one in fields.FILTERED
    for parameter, comparison in zip(one.parameters, _COMPARISONS[one.filtering], strict=True)
}

_TESTS: Final[dict[str, Callable[[Any, Any], bool]]] = {
    FOLDED: lambda value, folded: fold(value) == folded,
    LEAST: operator.ge,
    MOST: operator.le,
}

_BLANK: Final = {one.name: one.blank for one in fields.COMPARED}
_AMOUNTS: Final = [one.name for one in fields.COMPARED if isinstance(one, Money)]


class Values(NamedTuple):
    """An advert's values that listings filter and sort by.

    `words` is a digest, equal for equal texts; None is not known.
    """

    status: str
    owner: int | None
    fields: Mapping[str, Any]
    words: str | None = None

    @classmethod
    def of(cls, logged: Mapping[str, Any]) -> Self:
        """The values that `Advert.filter_values()` put into the log, perhaps in another version of
        RIP: a field that is missing has its default, and one that is unknown does not matter."""
        values = {**_BLANK, **logged}
        for name in _AMOUNTS:
            values[name] = Decimal(values[name])
        return cls(logged["status"], logged.get("owner"), values, logged.get("words"))


class Condition(NamedTuple):
    """One comparison of a field with a value; the value of FOLDED is folded."""

    field: str
    comparison: str
    value: Value


@dataclass(frozen=True, slots=True)
class Filter:
    """Which adverts match: those of a status that meet all conditions. None is any.

    `q` are words to search for. Changes do not say whether an advert has them.
    """

    status: str = ON_BOARD.value
    owner: int | None = None
    q: str | None = None
    # In the order of PARAMETERS, so that equal filters are equal.
    conditions: tuple[Condition, ...] = ()

    @classmethod
    def of(
        cls,
        *,
        status: str = ON_BOARD.value,
        owner: int | None = None,
        q: str | None = None,
        **given: Any,
    ) -> Self:
        """The filter of query parameters: `Filter.of(kind="Dog", age_min=1)`. None is any."""
        conditions = tuple(
            Condition(*PARAMETERS[name], given[name])
            for name in PARAMETERS
            if given.get(name) is not None
        )
        return cls(status, owner, q, conditions)

    def matches(self, values: Values | None) -> bool:
        """True if an advert with these values matches; with `q`, if it may match."""
        if values is None or values.status != self.status:
            return False
        if self.owner is not None and values.owner != self.owner:
            return False
        held = values.fields
        # This runs for every change and every cached page, so it calls as little as it can.
        for name, comparison, wanted in self.conditions:
            value = held[name]
            if value != wanted if comparison == EQUAL else not _TESTS[comparison](value, wanted):
                return False
        return True

    def value(self, parameter: str) -> Any:
        """The value of a query parameter; None if it is not given."""
        wanted = PARAMETERS[parameter]
        found = (one.value for one in self.conditions if one[:2] == wanted)
        return next(found, None)

    def without(self, name: str) -> "Filter":
        """The same, whatever the field `name` is."""
        left = tuple(one for one in self.conditions if one.field != name)
        return replace(self, conditions=left) if len(left) < len(self.conditions) else self


@dataclass(frozen=True, slots=True)
class Sort:
    """An order in which no two adverts are equal: by `column`, then by id the same way."""

    name: str
    column: str
    descending: bool = False

    def columns(self) -> list[str]:
        return ["id"] if self.column == "id" else [self.column, "id"]

    def sort_key(self, advert_id: int, values: Values) -> SortKey:
        if self.column == "id":
            return (advert_id,)
        return (values.fields[self.column], advert_id)

    def is_after(self, one: SortKey, other: SortKey) -> bool:
        """True if `one` comes later in this order than `other`."""
        return one < other if self.descending else one > other


NEWEST: Final = Sort("new", "id", descending=True)
# Those with all words in title and breed first, then the newest; only for searches.
RELEVANCE: Final = Sort("relevance", "rank")
SORTS: Final = {NEWEST.name: NEWEST} | {
    order.name: Sort(order.name, one.name, order.descending)
    for one in fields.SORTED
    for order in one.orders
}


@dataclass(frozen=True)
class Listing:
    """One page of adverts, and the counts beside it."""

    filter: Filter = field(default_factory=Filter)
    sort: Sort = NEWEST
    limit: int = 24
    after: SortKey | None = None
    facets: tuple[str, ...] = ()
    # Only the seed's fields, as a plain list.
    seed_only: bool = False

    @cached_property
    def key(self) -> str:
        """The same for every way of requesting the same page."""
        shape = f"{self.limit} {self.after} {self.facets} {self.seed_only}"
        return f"{self.filter} {self.sort.name} {shape}"

    @cached_property
    def counted(self) -> list[tuple[str, Filter]]:
        """The facets, each with the adverts that are counted: those that match but for the facet's
        own field, so that it shows the other choices."""
        return [(name, self.filter.without(name)) for name in self.facets]

    @cached_property
    def order(self) -> str:
        """The order that a cursor belongs to."""
        return f"adverts {self.filter} {self.sort.name}"
