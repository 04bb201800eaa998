"""The conditions of a listing as people read them, in the active language."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rip.adverts.declarations import Choice, Field, Filtering, Flag, Money, Whole
from rip.adverts.fields import YEARS
from rip.adverts.listing.listing import Filter
from rip.adverts.pages.layout import FILTERS
from rip.adverts.templatetags.advert_texts import amount, text, years


class Condition(NamedTuple):
    """A condition as people read it, and the parameters that make it."""

    label: str
    parameters: tuple[str, ...]


def conditions(wanted: Filter, values: Mapping[str, str]) -> list[Condition]:
    """Each condition of `wanted`; `values` are the parameters as people typed them."""
    found = [
        Condition(f"«{values['q']}»" if wanted.q else "", ("q",)),
        *(Condition(_condition(field, wanted, values), field.parameters) for field in FILTERS),
        Condition(_("Adverts of one owner") if wanted.owner else "", ("owner",)),
    ]
    return [condition for condition in found if condition.label]


def _condition(field: Field, wanted: Filter, values: Mapping[str, str]) -> str:
    if field.filtering is Filtering.RANGE:
        return _range(field, *map(wanted.value, field.parameters))
    value = wanted.value(field.name)
    if value is None:
        return ""
    match field:
        case Choice():
            return str(field.option(value).chip_label)
        case Flag():
            return str(field.title) if value else _("%(label)s: no") % {"label": field.title}
    return values[field.name]


def _range(field: Field, low: Any, high: Any) -> str:
    match field:
        case Whole(unit=unit) if unit == YEARS:
            found = year_range(low, high)
        case Money():
            found = amount_range(field, low, high)
        case _:
            found = _number_range(field, low, high)
    # The units of the seed's ranges, years and roubles, tell which field is meant.
    return found if field.in_seed or not found else f"{field.title}: {found}"


def year_range(low: int | None, high: int | None) -> str:
    if low is not None and high is not None:
        if low == high:
            return years(low)
        phrase = ngettext("%(low)d–%(high)d year", "%(low)d–%(high)d years", high)
        return phrase % {"low": low, "high": high}
    if low:
        return ngettext("from %(count)d year", "from %(count)d years", low) % {"count": low}
    if high == 0:
        return years(0)
    if high is not None:
        return ngettext("up to %(count)d year", "up to %(count)d years", high) % {"count": high}
    return ""


def amount_range(field: Money, low: Decimal | None, high: Decimal | None) -> str:
    if high is not None and not high:
        return amount(field, high)
    if low and high is not None:
        return f"{amount(field, low).removesuffix('₽').rstrip()}–{amount(field, high)}"
    return _number_range(field, low or None, high)


def _number_range(field: Field, low: Any, high: Any) -> str:
    if low is not None and high is not None:
        return text(field, low) if low == high else f"{text(field, low)}–{text(field, high)}"
    if high is not None:
        return _("up to %(price)s") % {"price": text(field, high)}
    return _("from %(price)s") % {"price": text(field, low)} if low is not None else ""
