"""The types that fields of an advert are declared with.

A type says how its values are stored; a declaration says where they are filtered, sorted, searched
and shown. `rip.adverts.fields` declares the fields.
"""

import enum
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import KW_ONLY, dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.text import capfirst

from rip.core.database.columns import ChoiceField, FoldedCharField

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Label: TypeAlias = "str | _StrPromise"
Value: TypeAlias = str | int | Decimal | bool


class Filtering(enum.Enum):
    """The ways in which a field filters a listing."""

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
    """The texts that stand for an amount of 0."""

    # The form's checkbox that stands for it, and its label.
    name: str
    form_label: Label
    # Instead of the amount, where it is shown.
    text: Label


@dataclass(frozen=True, eq=False)
class Field(ABC):
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
    @abstractmethod
    def blank(self) -> Value:
        """The value where none was given: the default, or the empty value of the type."""

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
