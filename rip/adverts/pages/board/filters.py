"""The filters beside the board, as their templates take them."""

import functools
from collections.abc import Mapping
from typing import Final, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rip.adverts.declarations import Choice, Field, Filtering, Label
from rip.adverts.pages.layout import FILTERS

CHECKED: Final = " checked"
TRUE: Final = "true"
ANY: Final = gettext_lazy("Any")


class Input(NamedTuple):
    """One control. `value` is what it sends, and `checked` an attribute or empty."""

    name: str
    label: Label
    value: str
    checked: str = ""
    error: str = ""


class FieldFilter(NamedTuple):
    """The controls of one field."""

    field: Field
    template: str
    inputs: list[Input]


def filter_state(values: Mapping[str, str]) -> dict[str, str]:
    """All that differs between pages in the filters, each under a name that is an identifier: what
    is typed, and the attribute of each button that may be checked."""
    state: dict[str, str] = {}
    for field in FILTERS:
        match field:
            case Choice():
                chosen = values.get(field.name, "")
                for index, (value, _label) in enumerate(_options(field)):
                    state[f"{field.name}_{index}"] = CHECKED if value == chosen else ""
            case Field(filtering=Filtering.FLAG):
                state[field.name] = CHECKED if values.get(field.name) == TRUE else ""
            case _:
                state |= {name: values.get(name, "") for name in field.parameters}
    return state


def filters(state: Mapping[str, str], errors: Mapping[str, str]) -> list[FieldFilter]:
    """The filters in this state; `errors` are those of parameters."""
    return [_filter(field, state, errors) for field in FILTERS]


def _filter(field: Field, state: Mapping[str, str], errors: Mapping[str, str]) -> FieldFilter:
    match field:
        case Choice():
            buttons = [
                Input(field.name, label, value, state[f"{field.name}_{index}"])
                for index, (value, label) in enumerate(_options(field))
            ]
            return FieldFilter(field, "adverts/filter_choice.html", buttons)
        case Field(filtering=Filtering.FLAG):
            box = Input(field.name, field.filter_title, TRUE, state[field.name])
            return FieldFilter(field, "adverts/filter_flag.html", [box])
        case Field(filtering=Filtering.RANGE):
            numbers = [
                Input(name, label, state[name], error=errors.get(name, ""))
                for name, label in zip(field.parameters, (_("from"), _("up to")), strict=True)
            ]
            return FieldFilter(field, "adverts/filter_range.html", numbers)
    name = field.name
    line = Input(name, field.filter_title, state[name], error=errors.get(name, ""))
    return FieldFilter(field, "adverts/filter_text.html", [line])


def _options(field: Choice) -> list[tuple[str, Label]]:
    """The values of the buttons and their labels; the first one filters nothing."""
    return _sorted_options(field, tuple(field.values()))


@functools.lru_cache(maxsize=64)
def _sorted_options(field: Choice, values: tuple[str, ...]) -> list[tuple[str, Label]]:
    options = sorted(map(field.option, values), key=lambda option: option.filter_index)
    return [("", field.any_label or ANY), *((one.value, one.filter_label) for one in options)]
