"""The fields of an advert, each declared once.

The API's schemas and query parameters, the encoders, the log, the catalogue, forms, pages, admin
and export follow from these declarations. A consumer decides by a field's type and by what it
declares, never by its name, so a new field is one declaration here and its column in the model.

`status` and `owner` are not among them: an advert has these whatever it says of the pet.
"""

from typing import Final

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rip.adverts.declarations import (
    EVERYWHERE,
    Choice,
    Field,
    Filtering,
    Flag,
    LongText,
    Money,
    Option,
    Order,
    Searched,
    Shown,
    Text,
    Whole,
    Zero,
)
from rip.env import MAX_KIND_LENGTH

YEARS: Final = "Years"

TITLE: Final = Text(
    "title",
    _("title"),
    example="Пупсик",
    form_label=_("Title"),
    help_text=_("What you would call out to a friend."),
    max_length=200,
    in_seed=True,
    searched=Searched.HEAD,
    shown=EVERYWHERE & ~Shown.ADMIN_FILTER,
)
DESCRIPTION: Final = LongText(
    "description",
    _("description"),
    example="Милый пупсик",
    form_label=_("About the pet"),
    help_text=_("Character, health, what it is used to, and why it looks for a home."),
    max_length=10_000,
    in_seed=True,
    searched=Searched.REST,
    shown=Shown.PAGE | Shown.FORM,
)
KIND: Final = Choice(
    "kind",
    _("kind"),
    example="Dog",
    form_label=_("Who is it?"),
    filter_label=_("Who"),
    any_label=_("Anyone"),
    values=lambda: settings.RIP_KINDS,
    may_change=True,
    known=(
        Option("Dog", pgettext_lazy("one of a kind", "Dog"), _("Dogs"), _("Dogs")),
        Option("Cat", pgettext_lazy("one of a kind", "Cat"), _("Cats"), _("Cats")),
    ),
    max_length=MAX_KIND_LENGTH,
    in_seed=True,
    filtering=Filtering.EQUAL,
    is_facet=True,
)
BREED: Final = Text(
    "breed",
    _("breed"),
    example="пуп",
    form_label=_("Breed"),
    help_text=_("Not sure? Write “mixed”."),
    any_label=_("Any"),
    max_length=100,
    in_seed=True,
    filtering=Filtering.FOLDED,
    is_facet=True,
    is_suggested=True,
    searched=Searched.HEAD,
    shown=EVERYWHERE & ~Shown.ADMIN_FILTER,
)
AGE: Final = Whole(
    "age",
    _("age, years"),
    example=1,
    form_label=_("Age, full years"),
    help_text=_("0 is under a year."),
    page_label=_("Age"),
    filter_label=_("Age, years"),
    most=200,
    unit=YEARS,
    in_seed=True,
    filtering=Filtering.RANGE,
    orders=(Order("age", pgettext_lazy("pets", "Youngest first")),),
    shown=EVERYWHERE & ~Shown.ADMIN_FILTER,
)
GENDER: Final = Choice(
    "gender",
    _("sex"),
    example="M",
    form_label=_("Sex"),
    any_label=_("Either"),
    values=lambda: ("M", "F"),
    known=(
        Option("M", _("male"), _("Boy"), capfirst(_("male")), filter_index=1),
        Option("F", _("female"), _("Girl"), capfirst(_("female"))),
    ),
    max_length=1,
    in_seed=True,
    filtering=Filtering.EQUAL,
    shown=EVERYWHERE & ~Shown.ADMIN_LIST,
)
LOCATION: Final = Text(
    "location",
    _("location"),
    example="Москва",
    form_label=_("City"),
    any_label=_("Everywhere"),
    max_length=200,
    in_seed=True,
    filtering=Filtering.FOLDED,
    is_facet=True,
    is_suggested=True,
    searched=Searched.REST,
    shown=EVERYWHERE & ~Shown.ADMIN_FILTER,
)
PRICE: Final = Money(
    "price",
    _("price, ₽"),
    example=16000,
    form_label=_("Price, ₽"),
    digits=12,
    places=2,
    unit="Roubles",
    zero=Zero("free", _("I give it away for free"), _("Free to a good home")),
    in_seed=True,
    filtering=Filtering.RANGE,
    orders=(
        Order("price", pgettext_lazy("adverts", "Cheapest first")),
        Order("-price", pgettext_lazy("adverts", "Dearest first"), descending=True),
    ),
    shown=EVERYWHERE & ~Shown.ADMIN_FILTER,
)

# In the order of the seed's bodies.
FIELDS: Final[tuple[Field, ...]] = (
    TITLE, DESCRIPTION, KIND, BREED, AGE, GENDER, LOCATION, PRICE,
)  # fmt: skip
BY_NAME: Final = {field.name: field for field in FIELDS}

SEED: Final = tuple(field for field in FIELDS if field.in_seed)
OTHERS: Final = tuple(field for field in FIELDS if not field.in_seed)
FILTERED: Final = tuple(field for field in FIELDS if field.filtering is not Filtering.NONE)
# Fields that listings filter, sort or count by: the log and the catalogue's columns hold them.
COMPARED: Final = tuple(
    field
    for field in FIELDS
    if field.filtering is not Filtering.NONE or field.orders or field.is_facet
)
FLAGS: Final = tuple(field for field in COMPARED if isinstance(field, Flag))
FACETS: Final = tuple(field for field in FIELDS if field.is_facet)
SUGGESTED: Final = tuple(field for field in FIELDS if field.is_suggested)
HEAD: Final = tuple(field for field in FIELDS if field.searched is Searched.HEAD)
REST: Final = tuple(field for field in FIELDS if field.searched is Searched.REST)
# The orders of the field that most people sort by come first.
SORTED: Final = tuple(
    sorted((field for field in FIELDS if field.orders), key=lambda field: -len(field.orders))
)
