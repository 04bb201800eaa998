"""The values of an advert's fields, and days, as people read them."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any, Final, Protocol

from django import template
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from rip.adverts import fields
from rip.adverts.declarations import Choice, Field, Flag, LongText, Money, Text, Whole

register = template.Library()

SPECIES: Final = {
    ("Dog", "M"): pgettext_lazy("male", "Dog"),
    ("Dog", "F"): pgettext_lazy("female", "Dog"),
    ("Cat", "M"): pgettext_lazy("male", "Cat"),
    ("Cat", "F"): pgettext_lazy("female", "Cat"),
}


class Pet(Protocol):
    kind: str
    gender: str


def species(pet: Pet) -> str:
    """Return the word for this kind and sex; a kind that a site has added is its own word."""
    return str(SPECIES.get((pet.kind, pet.gender), pet.kind))


# Fields whose text takes more of the advert than their own value.
OF_ADVERT: Final[dict[Field, Callable[[Any], str]]] = {fields.KIND: species}


def text_of(field: Field, advert: Any) -> str:
    """The field's value, to stand beside its label; empty if an optional field has no value."""
    of_advert = OF_ADVERT.get(field)
    if of_advert is not None:
        return of_advert(advert)
    value = getattr(advert, field.name)
    is_given = field.in_seed or value != field.blank or isinstance(field, Flag)
    return text(field, value) if is_given else ""


def phrase_of(field: Field, advert: Any) -> str:
    """The field's value, to stand without its label, as on a card."""
    found = text_of(field, advert)
    # The units of the seed's numbers, years and roubles, tell which field is meant.
    if field.in_seed or not found or not isinstance(field, Whole | Money):
        return found
    return f"{field.label}: {found}"


def phrases_of(some: tuple[Field, ...], advert: Any) -> str:
    """Several fields in one line."""
    return ", ".join([found for field in some if (found := phrase_of(field, advert))])


def text(field: Field, value: Any) -> str:
    """A value of the field; a flag is its label if it is set."""
    return _TEXTS[type(field)](field, value)


def years(value: int) -> str:
    if not value:
        return _("under a year")
    found = ngettext("%(count)d year", "%(count)d years", value) % {"count": value}
    return found.replace(" ", "\N{NO-BREAK SPACE}")


def amount(field: Money, value: Decimal) -> str:
    """Roubles, without empty kopecks."""
    if field.zero is not None and not value:
        return str(field.zero.text)
    places = 0 if value == value.to_integral_value() else field.places
    return f"{_grouped(value, places)}\N{NO-BREAK SPACE}₽"


_TEXTS: Final[dict[type[Field], Callable[[Any, Any], str]]] = {
    Text: lambda _field, value: value,
    LongText: lambda _field, value: value,
    Choice: lambda field, value: str(field.option(value).label),
    Whole: lambda field, value: years(value) if field.unit == fields.YEARS else _grouped(value, 0),
    Money: amount,
    Flag: lambda field, value: str(field.label) if value else "",
}


def _grouped(value: int | Decimal, places: int) -> str:
    return number_format(value, places, use_l10n=True, force_grouping=True)


@register.filter
def price(value: Decimal) -> str:
    return amount(fields.PRICE, value)


def day(moment: datetime) -> str:
    """The day, and its year unless that is this one."""
    this_year = moment.year == timezone.now().year
    return date_format(moment, "j E" if this_year else "j E Y")


@register.simple_tag
def suggested() -> str:
    """The names of the fields whose values are suggested while one types, space-separated."""
    return " ".join(field.name for field in fields.SUGGESTED)
