"""Prices, ages and species as people read them."""

from decimal import Decimal

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from rip.adverts.models import Advert

register = template.Library()

SPECIES = {
    ("Dog", "M"): pgettext_lazy("male", "Dog"),
    ("Dog", "F"): pgettext_lazy("female", "Dog"),
    ("Cat", "M"): pgettext_lazy("male", "Cat"),
    ("Cat", "F"): pgettext_lazy("female", "Cat"),
}


@register.filter
def price(value: Decimal) -> str:
    """Roubles, without empty kopecks; a pet that costs nothing is given away."""
    if not value:
        return _("Free to a good home")
    places = 0 if value == value.to_integral_value() else 2
    return f"{number_format(value, places, use_l10n=True, force_grouping=True)} ₽"


@register.filter
def age(years: int) -> str:
    if not years:
        return _("under a year")
    return ngettext("%(count)d year", "%(count)d years", years) % {"count": years}


@register.filter
def species(advert: Advert) -> str:
    """What the pet is; a kind that a site has added is shown as the site writes it."""
    return str(SPECIES.get((advert.kind, advert.gender), advert.kind))
