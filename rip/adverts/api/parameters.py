"""The query parameters of the board's listings, and the listings they mean."""

import functools
import operator
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, TypeAlias

from pydantic import (
    AfterValidator,
    BaseModel,
    Field,
    PlainValidator,
    StringConstraints,
    WithJsonSchema,
    create_model,
)
from pydantic_core import PydanticKnownError

from rip.accounts.models import User
from rip.adverts import fields
from rip.adverts.api.field_types import Folded, StatusName, in_query, not_one_of, one_of
from rip.adverts.declarations import Money
from rip.adverts.listing.listing import (
    NEWEST,
    PARAMETERS,
    RELEVANCE,
    SORTS,
    Filter,
    Listing,
    Sort,
    SortKey,
)
from rip.adverts.search.query import Query
from rip.adverts.statuses import ON_BOARD, PRIVATE, traits_of
from rip.core.errors import NotAllowed, NotSignedIn
from rip.core.http.cursors import read_cursor
from rip.core.http.fields import Line, Whole, whole
from rip.core.http.queries import parse_query

ME: Final = "me"

LARGEST_ID: Final = 2**63 - 1


def _owner(value: object) -> object:
    """A user's id or `me`; not as a union of the two, whose errors would name its branches."""
    if value == ME:
        return ME
    number = whole(value)
    if number < 1:
        raise PydanticKnownError("greater_than_equal", {"ge": 1})
    if number > LARGEST_ID:
        raise PydanticKnownError("less_than_equal", {"le": LARGEST_ID})
    return number


def _facets(value: str) -> str:
    for name in filter(None, value.split(",")):
        if name not in FACETS:
            raise not_one_of(FACETS)
    return value


FACETS: Final = [field.name for field in fields.FACETS]
SUGGESTED: Final = [field.name for field in fields.SUGGESTED]
_searched: Final = [field.name for field in (*fields.HEAD, *fields.REST)]
SEARCHED: Final = f"{', '.join(_searched[:-1])} and {_searched[-1]}"
SORT_NAMES: Final = [*SORTS, RELEVANCE.name]
SortName: TypeAlias = one_of(lambda: SORT_NAMES)  # type: ignore[valid-type]
Owner: TypeAlias = Annotated[
    int | Literal["me"],
    PlainValidator(_owner),
    WithJsonSchema({"anyOf": [{"type": "integer", "minimum": 1}, {"const": ME}]}),
]
SearchWords: TypeAlias = Annotated[Line, StringConstraints(max_length=200)]


if TYPE_CHECKING:
    _Conditions = BaseModel
else:
    _parameters = [in_query(field) for field in fields.FILTERED]
    _Conditions = create_model("_Conditions", **functools.reduce(operator.or_, _parameters))


class FilterParameters(_Conditions):
    """Which adverts, in which order. All conditions must hold."""

    owner: Owner | None = Field(None, description="A user's id, or `me`.")
    status: StatusName = Field(
        ON_BOARD.value,
        description=f"{', '.join(PRIVATE).capitalize()} adverts are shown to their owner"
        " (`owner=me`) and to staff.",
    )
    q: Annotated[SearchWords, Folded] | None = Field(
        None,
        description=f"Words of {SEARCHED}, in any form; the last may be only begun.",
    )
    sort: SortName | None = Field(
        None,
        description="`-price` is the dearest first. Without it: `relevance` with `q`, else `new`.",
    )

    def order(self) -> Sort:
        """The order of the page: relevance is for searches alone."""
        wanted = self.sort or RELEVANCE.name
        if wanted == RELEVANCE.name:
            return RELEVANCE if self.words() is not None else NEWEST
        return SORTS[wanted]

    def words(self) -> str | None:
        """The query to search for, if there are any words in it."""
        return self.q if self.q is not None and Query.parse(self.q).terms else None


class PageParameters(FilterParameters):
    """One page of a listing, and what is counted beside it."""

    limit: Annotated[Whole, Field(ge=1, le=100)] = 24
    cursor: Annotated[str, StringConstraints(max_length=500)] | None = Field(
        None, description="The `next_cursor` of the page before, with all else as it was."
    )
    facets: Annotated[str, AfterValidator(_facets)] = Field(
        "", description=f"What to count, comma-separated: any of {', '.join(FACETS)}."
    )


class SuggestParameters(BaseModel):
    field: one_of(lambda: SUGGESTED)  # type: ignore[valid-type]
    prefix: Annotated[str, StringConstraints(max_length=200), Folded] = Field(
        "", description="What the value begins with; case and ё or е do not matter."
    )


@functools.lru_cache(maxsize=4096)
def page_listing(query: bytes, me: int | None) -> Listing:
    """The page that a query string requests; `me` is the caller's id.

    Raises BadInput, or NotSignedIn for `owner=me` of nobody.
    """
    parameters = parse_query(query, PageParameters)
    sort = parameters.order()
    names = dict.fromkeys(filter(None, parameters.facets.split(",")))
    listing = Listing(_filter(parameters, me), sort, parameters.limit, facets=tuple(names))
    if parameters.cursor is None:
        return listing
    after = _sort_key(read_cursor(listing.order, parameters.cursor), sort)
    return replace(listing, after=after)


@functools.lru_cache(maxsize=4096)
def list_listing(query: bytes, me: int | None) -> Listing:
    """The plain list that a query string requests. Raises as `page_listing` does."""
    parameters = parse_query(query, FilterParameters)
    return Listing(_filter(parameters, me), parameters.order(), seed_only=True)


def _filter(parameters: FilterParameters, me: int | None) -> Filter:
    owner = parameters.owner
    if owner == ME:
        if me is None:
            raise NotSignedIn
        owner = me
    conditions = {name: parameters.__dict__[name] for name in PARAMETERS}
    words = parameters.words()
    return Filter.of(status=parameters.status, owner=owner, q=words, **conditions)


def _sort_key(parts: list[Any], sort: Sort) -> SortKey:
    """The sort key that `cursor_parts` took apart."""
    if isinstance(fields.BY_NAME.get(sort.column), Money):
        return (Decimal(parts[0]), parts[1])
    return tuple(parts)


def check_may_list(wanted: Filter, user: User | None) -> None:
    """Adverts that are not public are for their owner and staff. Raises NotSignedIn or
    NotAllowed."""
    if traits_of(wanted.status).is_public:
        return
    if user is None:
        raise NotSignedIn
    if not user.is_staff and wanted.owner != user.pk:
        raise NotAllowed
