"""Field types that schemas share, and the messages for values that do not fit.

Strings that no database or terminal should meet (NUL, other control characters, lone surrogates)
are refused here, once, for every door.
"""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Annotated, Any, Final, TypeAlias

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy
from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from rip.core.errors import Text

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_INTEGER = re.compile(r"[+-]?[0-9]{1,40}")
_NUMBER = re.compile(r"[+-]?[0-9]{1,40}(\.[0-9]{1,40})?([eE][+-]?[0-9]{1,3})?")


def _clean(text: str) -> str:
    if _FORBIDDEN.search(text):
        raise PydanticCustomError("control_characters", "control characters")
    return text


def whole(value: object) -> int:
    """A JSON integer, or its digits as a form sends them; never a boolean or a fraction."""
    if isinstance(value, str) and _INTEGER.fullmatch(value.strip()):
        return int(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise PydanticCustomError("int_type", "integer")


def _boolean(value: object) -> object:
    """A JSON boolean, or its name as a form sends it; never a number."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.strip().lower() in ("true", "false"):
        return value.strip().lower() == "true"
    raise PydanticCustomError("bool_type", "boolean")


def _exact(value: object) -> object:
    """A JSON number, or its digits as a form sends them, as an exact decimal."""
    if isinstance(value, str) and _NUMBER.fullmatch(value.strip()):
        return Decimal(value.strip())
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return Decimal(value)
    raise PydanticCustomError("decimal_type", "number")


Line: TypeAlias = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1), AfterValidator(_clean)
]
LongText: TypeAlias = Annotated[
    str, StringConstraints(strip_whitespace=True), AfterValidator(_clean)
]
Boolean: TypeAlias = Annotated[bool, BeforeValidator(_boolean)]
Whole: TypeAlias = Annotated[int, BeforeValidator(whole)]


def amount(digits: int, places: int) -> Any:
    """The type of an exact amount: at most `digits` in all, `places` of them after the point."""
    step = Decimal(1).scaleb(-places)
    return Annotated[
        Decimal,
        # Before the validators, so that pydantic's core checks it: behind them it would be Python.
        Field(ge=0, max_digits=digits, decimal_places=places),
        BeforeValidator(_exact),
        AfterValidator(lambda value: value.quantize(step)),
    ]


def number(value: Decimal) -> int | Decimal:
    """`value` as JSON should show it: 16000 rather than 16000.00, 10.5 rather than 10.50."""
    return int(value) if value == value.to_integral_value() else value.normalize()


_REQUIRED: Final = _("This field is required.")
_TEXT: Final = _("Give this as text.")
_WHOLE: Final = _("Give this as a whole number.")
_NUMERIC: Final = _("Give this as a number.")
_BOOLEAN: Final = _("Give this as true or false.")
_OBJECT: Final = _("Send an object with named fields.")
_TOO_LARGE: Final = _("This number is too large.")
_WRONG: Final = _("This value is not right.")

Limits: TypeAlias = Mapping[str, Any]


def _too_short(limits: Limits) -> Text:
    count = limits["min_length"]
    if count == 1:
        return _("This field must not be empty.")
    return format_lazy(
        ngettext_lazy("At least {count} character.", "At least {count} characters.", count),
        count=count,
    )


def _too_long(limits: Limits) -> Text:
    count = limits["max_length"]
    return format_lazy(
        ngettext_lazy("At most {count} character.", "At most {count} characters.", count),
        count=count,
    )


def _too_precise(limits: Limits) -> Text:
    count = limits["decimal_places"]
    return format_lazy(
        ngettext_lazy(
            "At most {count} digit after the point.",
            "At most {count} digits after the point.",
            count,
        ),
        count=count,
    )


def _unquoted(expected: str) -> str:
    """Pydantic's "'a', 'b' or 'c'" without its English."""
    return expected.replace(" or ", ", ").replace("'", "")


_MESSAGES: dict[str, Text | Callable[[Limits], Text]] = {
    "missing": _REQUIRED,
    "string_type": _TEXT,
    "string_too_short": _too_short,
    "string_too_long": _too_long,
    "control_characters": _("Remove the control characters from this text."),
    "int_type": _WHOLE,
    "bool_type": _BOOLEAN,
    "bool_parsing": _BOOLEAN,
    "decimal_type": _NUMERIC,
    "finite_number": _NUMERIC,
    "greater_than_equal": lambda limits: format_lazy(
        _("The smallest value is {bound}."), bound=limits["ge"]
    ),
    "less_than_equal": lambda limits: format_lazy(
        _("The largest value is {bound}."), bound=limits["le"]
    ),
    "decimal_max_digits": _TOO_LARGE,
    "decimal_whole_digits": _TOO_LARGE,
    "decimal_max_places": _too_precise,
    "one_of": lambda limits: format_lazy(_("Choose one of: {choices}."), choices=limits["choices"]),
    "literal_error": lambda limits: format_lazy(
        _("Choose one of: {choices}."), choices=_unquoted(limits["expected"])
    ),
    "picture_as_text": _("Send the picture as a file, in a multipart form."),
    "own_text": lambda limits: limits["text"],
    "list_type": _("Send a list."),
    "dict_type": _OBJECT,
    "model_type": _OBJECT,
}


def explain(line: Limits) -> Text:
    """A pydantic error line as a sentence in the caller's language."""
    message = _MESSAGES.get(line["type"], _WRONG)
    return message(line.get("ctx", {})) if callable(message) else message
