"""The filters, orders and sort keys of `listing.py` as the ORM takes them."""

from typing import Any, Final

from django.db.models import F, IntegerField, Q, Value
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Coalesce

from rip.adverts import fields
from rip.adverts.declarations import Choice, Text
from rip.adverts.listing.listing import EQUAL, FOLDED, LEAST, MOST, Filter, Sort, SortKey

_LOOKUPS: Final = {EQUAL: "", FOLDED: "", LEAST: "__gte", MOST: "__lte"}
_TEXTS: Final = {field.key for field in fields.COMPARED if isinstance(field, Text | Choice)}
_FLAGS: Final = {field.key for field in fields.FLAGS}


def conditions(wanted: Filter) -> list[tuple[str, Any]]:
    """The look-ups of a filter, without its words."""
    lookups: list[tuple[str, Any]] = [("status", wanted.status)]
    for name, comparison, value in wanted.conditions:
        lookups.append((fields.BY_NAME[name].key + _LOOKUPS[comparison], value))
    if wanted.owner is not None:
        lookups.append(("owner_id", wanted.owner))
    return lookups


def without_index(column: str) -> Coalesce | CombinedExpression:
    """The column's value as an expression, which no index serves."""
    if column in _TEXTS:
        return Coalesce(column, Value(""))
    # The sum of a boolean and a number has no type that Django could guess.
    kind = IntegerField() if column in _FLAGS else None
    return CombinedExpression(F(column), "+", Value(0), output_field=kind)


def beyond(sort: Sort, sort_key: SortKey) -> Q:
    """The adverts that come after `sort_key` in this order."""
    comparison = "lt" if sort.descending else "gt"
    *value, advert_id = sort_key
    later_id = Q(**{f"id__{comparison}": advert_id})
    if not value:
        return later_id
    # The first condition is implied by the rest; it is the one that MariaDB can seek by.
    return Q(**{f"{sort.column}__{comparison}e": value[0]}) & (
        Q(**{f"{sort.column}__{comparison}": value[0]}) | later_id
    )
