"""Prices, ages, species and days as people read them."""

from datetime import datetime
from decimal import Decimal
from typing import Protocol

from django import template
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from rip.adverts.models import Gender

register = template.Library()

SPECIES = {
    ("Dog", "M"): pgettext_lazy("male", "Dog"),
    ("Dog", "F"): pgettext_lazy("female", "Dog"),
    ("Cat", "M"): pgettext_lazy("male", "Cat"),
    ("Cat", "F"): pgettext_lazy("female", "Cat"),
}
KINDS = {"Dog": gettext_lazy("Dogs"), "Cat": gettext_lazy("Cats")}
# One of a kind, whatever its sex.
KIND_WORDS = {
    "Dog": pgettext_lazy("one of a kind", "Dog"),
    "Cat": pgettext_lazy("one of a kind", "Cat"),
}


class Pet(Protocol):
    kind: str
    gender: str


@register.filter
def price(value: Decimal) -> str:
    """Roubles, without empty kopecks; a pet that costs nothing is given away."""
    if not value:
        return _("Free to a good home")
    places = 0 if value == value.to_integral_value() else 2
    return f"{number_format(value, places, use_l10n=True, force_grouping=True)}\N{NO-BREAK SPACE}₽"


@register.filter
def age(years: int) -> str:
    if not years:
        return _("under a year")
    words = ngettext("%(count)d year", "%(count)d years", years) % {"count": years}
    return words.replace(" ", "\N{NO-BREAK SPACE}")


@register.filter
def species(pet: Pet) -> str:
    """What the pet is; a kind that a site has added is shown as the site writes it."""
    return str(SPECIES.get((pet.kind, pet.gender), pet.kind))


@register.filter
def kind(name: str) -> str:
    """All pets of a kind."""
    return str(KINDS.get(name, name))


@register.filter
def sex(code: str) -> str:
    return str(Gender(code).label)


@register.filter
def day(moment: datetime) -> str:
    """The day, and its year unless that is this one."""
    this_year = moment.year == timezone.now().year
    return date_format(moment, "j E" if this_year else "j E Y")
