"""Filters, orders and places of `listing.py` as the ORM takes them."""

from typing import Any

from django.db.models import F, Q, Value
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Coalesce

from rip.adverts.listing.listing import Filter, Place, Sort


def conditions(wanted: Filter) -> list[tuple[str, Any]]:
    """The look-ups of a filter, without its words."""
    lookups = (
        ("status", wanted.status),
        ("kind", wanted.kind),
        ("breed_key", wanted.breed),
        ("gender", wanted.gender),
        ("age__gte", wanted.age_min),
        ("age__lte", wanted.age_max),
        ("price__gte", wanted.price_min),
        ("price__lte", wanted.price_max),
        ("location_key", wanted.location),
        ("owner_id", wanted.owner),
    )
    return [(lookup, value) for lookup, value in lookups if value is not None]


def without_index(column: str) -> Coalesce | CombinedExpression:
    """The column's value as an expression, which no index serves."""
    is_text = column in ("kind", "gender", "breed_key", "location_key")
    if is_text:
        return Coalesce(column, Value(""))
    return CombinedExpression(F(column), "+", Value(0))


def beyond(sort: Sort, place: Place) -> Q:
    """What comes after `place` in this order."""
    comparison = "lt" if sort.descending else "gt"
    *value, advert_id = place
    later_id = Q(**{f"id__{comparison}": advert_id})
    if not value:
        return later_id
    # The first condition is implied by the rest; it is the one that MariaDB can seek by.
    return Q(**{f"{sort.column}__{comparison}e": value[0]}) & (
        Q(**{f"{sort.column}__{comparison}": value[0]}) | later_id
    )
