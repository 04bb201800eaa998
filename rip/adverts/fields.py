"""The fields of an advert, each declared once.

The API's schemas and query parameters, the encoders, the log, the catalogue, forms, pages, admin
and export follow from these declarations. A consumer decides by a field's type and by what it
declares, never by its name, so a new field is one declaration here and its column in the model.

`status` and `owner` are not among them: an advert has these whatever it says of the pet.
"""

import enum
from collections.abc import Callable, Sequence
from dataclasses import KW_ONLY, dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rip.core.database.columns import ChoiceField, FoldedCharField
from rip.env import MAX_KIND_LENGTH

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Label: TypeAlias = "str | _StrPromise"
Value: TypeAlias = str | int | Decimal | bool


class Filtering(enum.Enum):
    """How a listing is narrowed by a field."""

    NONE = enum.auto()
    EQUAL = enum.auto()
    # Equal but for case, ё or е, and the amount of space; the row holds the folded text too.
    FOLDED = enum.auto()
    # By `name_min` and `name_max`, both inclusive.
    RANGE = enum.auto()
    # By `name=true` or `name=false`.
    FLAG = enum.auto()


class Searched(enum.Enum):
    """The part of an advert's text that a field belongs to; hits in the head rank first."""

    NONE = enum.auto()
    HEAD = enum.auto()
    REST = enum.auto()


class Shown(enum.Flag):
    """The places where people see a field."""

    NOWHERE = 0
    CARD = enum.auto()
    PAGE = enum.auto()
    FORM = enum.auto()
    ADMIN_LIST = enum.auto()
    ADMIN_FILTER = enum.auto()


EVERYWHERE: Final = ~Shown.NOWHERE


class Order(NamedTuple):
    """An order of listings by one field; `name` is its value of the parameter `sort`."""

    name: str
    label: Label
    descending: bool = False


class Option(NamedTuple):
    """One value of a Choice, as it is stored and as people read it."""

    value: str
    # Of one pet: in the form, on its page, in the admin.
    label: Label
    # Of all pets that have it: beside a filter, and on the chip of a condition.
    filter_label: Label
    chip_label: Label
    # Beside a filter, options of a lower index come first.
    filter_index: int = 0


class Zero(NamedTuple):
    """How people say that an amount is 0."""

    # The form's checkbox that stands for it, and its label.
    name: str
    form_label: Label
    # Instead of the amount, where it is shown.
    text: Label


@dataclass(frozen=True, eq=False)
class Field:
    """The declaration that all types share.

    `label` names the field in the admin, in lower case; the labels of the form, the page and the
    filter are given where they differ from that.
    """

    name: str
    label: Label
    _: KW_ONLY
    form_label: Label = ""
    help_text: Label = ""
    page_label: Label = ""
    filter_label: Label = ""
    # The choice or placeholder of a filter that is not set.
    any_label: Label = ""
    # For the API's document, as is `unit`.
    description: str = ""
    example: str | float
    # The seed's fields are required and make its bodies; others are optional, with a default, and
    # only the full document has them.
    in_seed: bool = False
    filtering: Filtering = Filtering.NONE
    orders: tuple[Order, ...] = ()
    is_facet: bool = False
    is_suggested: bool = False
    searched: Searched = Searched.NONE
    shown: Shown = EVERYWHERE

    @property
    def title(self) -> Label:
        """The label of the form."""
        return self.form_label or capfirst(self.label)

    @property
    def page_title(self) -> Label:
        """The label on an advert's page."""
        return self.page_label or self.title

    @property
    def filter_title(self) -> Label:
        """The label of the filter."""
        return self.filter_label or self.title

    @property
    def key(self) -> str:
        """The column that the field is compared by."""
        return f"{self.name}_key" if self.filtering is Filtering.FOLDED else self.name

    @property
    def parameters(self) -> tuple[str, ...]:
        """The query parameters that filter by the field."""
        match self.filtering:
            case Filtering.NONE:
                return ()
            case Filtering.RANGE:
                return (f"{self.name}_min", f"{self.name}_max")
            case _:
                return (self.name,)

    @property
    def blank(self) -> Value:
        """The value where none was given: the default, or the empty value of the type."""
        raise NotImplementedError

    @property
    def _optional(self) -> dict[str, Any]:
        """The column's arguments of a field that may be left out."""
        return {} if self.in_seed else {"default": self.blank, "blank": True}


@dataclass(frozen=True, eq=False)
class Text(Field):
    """One line of text. Lengths are in characters."""

    _: KW_ONLY
    max_length: int
    default: str = ""

    @property
    def blank(self) -> str:
        return self.default

    def column(self) -> "models.CharField[str, str]":
        return models.CharField(self.label, max_length=self.max_length, **self._optional)

    def key_column(self) -> FoldedCharField:
        """The folded text, for a field that is filtered FOLDED."""
        return FoldedCharField(of=self.name, max_length=self.max_length)


@dataclass(frozen=True, eq=False)
class LongText(Field):
    """A text of several paragraphs."""

    _: KW_ONLY
    max_length: int
    default: str = ""

    @property
    def blank(self) -> str:
        return self.default

    def column(self) -> "models.TextField[str, str]":
        return models.TextField(self.label, max_length=self.max_length, **self._optional)


@dataclass(frozen=True, eq=False)
class Choice(Field):
    """One of `values`, which are called for whenever they are needed.

    Where `may_change`, they come from a setting: rows may hold others, and a value that RIP does
    not know is its own label.
    """

    _: KW_ONLY
    values: Callable[[], Sequence[str]]
    known: tuple[Option, ...]
    max_length: int
    may_change: bool = False
    default: str = ""

    @property
    def blank(self) -> str:
        return self.default

    def options(self) -> list[Option]:
        return [self.option(value) for value in self.values()]

    def option(self, value: str) -> Option:
        """The option of a stored value."""
        for option in self.known:
            if option.value == value:
                return option
        return Option(value, value, value, value)

    def column(self) -> "models.CharField[str, str]":
        if self.may_change:
            return models.CharField(self.label, max_length=self.max_length, **self._optional)
        pairs = [(option.value, option.label) for option in self.options()]
        return ChoiceField(self.label, max_length=self.max_length, choices=pairs, **self._optional)


@dataclass(frozen=True, eq=False)
class Whole(Field):
    """A whole number from `least` to `most`, in `unit`s."""

    _: KW_ONLY
    most: int
    least: int = 0
    unit: str = ""
    default: int = 0

    @property
    def blank(self) -> int:
        return self.default

    def column(self) -> "models.PositiveSmallIntegerField[int, int]":
        bounds = [MinValueValidator(self.least), MaxValueValidator(self.most)]
        # The column itself takes no less than 0.
        validators = bounds if self.least else bounds[1:]
        return models.PositiveSmallIntegerField(self.label, validators=validators, **self._optional)


@dataclass(frozen=True, eq=False)
class Money(Field):
    """An exact amount that is not negative: `digits` in all, `places` of them after the point."""

    _: KW_ONLY
    digits: int
    places: int
    unit: str
    zero: Zero | None = None
    default: Decimal = Decimal(0)

    @property
    def blank(self) -> Decimal:
        return self.default

    def column(self) -> "models.DecimalField[Decimal, Decimal]":
        return models.DecimalField(
            self.label,
            max_digits=self.digits,
            decimal_places=self.places,
            validators=[MinValueValidator(Decimal(0))],
            **self._optional,
        )


@dataclass(frozen=True, eq=False)
class Flag(Field):
    """Yes or no."""

    _: KW_ONLY
    default: bool = False

    @property
    def blank(self) -> bool:
        return self.default

    def column(self) -> "models.BooleanField[bool, bool]":
        return models.BooleanField(self.label, default=self.default)


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
FACETS: Final = tuple(field for field in FIELDS if field.is_facet)
SUGGESTED: Final = tuple(field for field in FIELDS if field.is_suggested)
HEAD: Final = tuple(field for field in FIELDS if field.searched is Searched.HEAD)
REST: Final = tuple(field for field in FIELDS if field.searched is Searched.REST)
# The orders of the field that most people sort by come first.
SORTED: Final = tuple(
    sorted((field for field in FIELDS if field.orders), key=lambda field: -len(field.orders))
)
