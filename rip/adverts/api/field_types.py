"""The fields of an advert as the API's schemas type them."""

from collections.abc import Callable, Sequence
from typing import Annotated, Any, Final, TypeAlias

from pydantic import AfterValidator, Field, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from rip.adverts import declarations
from rip.adverts.statuses import Status
from rip.core.database.columns import fold
from rip.core.http.fields import Boolean, Line, LongText, Whole, amount

Folded: Final = AfterValidator(fold)

# A type and what pydantic calls its default, as `create_model` takes them.
Definition: TypeAlias = tuple[Any, Any]


def one_of(choices: Callable[[], Sequence[str]]) -> Any:
    """The type of a text that is one of `choices`, which are called for whenever one is checked."""

    def check(value: str) -> str:
        if value not in (allowed := choices()):
            raise not_one_of(allowed)
        return value

    schema = {"type": "string", "enum": [*choices()]}
    return Annotated[str, AfterValidator(check), WithJsonSchema(schema)]


def not_one_of(choices: Sequence[str]) -> PydanticCustomError:
    """The error of a value that is none of these."""
    return PydanticCustomError("one_of", "one of", {"choices": ", ".join(choices)})


# Enumerations collect their values anew each time.
_STATUSES = Status.values
StatusName: TypeAlias = one_of(lambda: _STATUSES)  # type: ignore[valid-type]


def type_of(field: declarations.Field) -> Any:
    """The type of a field's values in bodies and query parameters, with all its limits."""
    match field:
        case declarations.Choice():
            return one_of(field.values)
        case declarations.Text() | declarations.LongText():
            line = Line if field.in_seed else LongText
            return Annotated[line, StringConstraints(max_length=field.max_length)]
        case declarations.Whole():
            bounds = Field(ge=field.least, le=field.most, description=_sentence(field.unit))
            return Annotated[Whole, bounds]
        case declarations.Money():
            return amount(field.digits, field.places)
        case declarations.Flag():
            return Boolean
    raise TypeError(field)


def in_new(field: declarations.Field) -> Definition:
    """The field of a new advert: required, unless it is not of the seed."""
    if field.in_seed:
        return type_of(field), ...
    return type_of(field), Field(field.blank, description=field.description or None)


def in_patch(field: declarations.Field) -> Definition:
    """The field of a change. A factory instead of a default: a field that was not sent has no
    value to document."""
    return type_of(field), Field(default_factory=lambda: field.blank)


def in_query(field: declarations.Field) -> dict[str, Definition]:
    """The query parameters that filter by the field."""
    kind = type_of(field)
    match field.filtering:
        case declarations.Filtering.NONE:
            return {}
        case declarations.Filtering.FOLDED:
            same = "The whole name; case and ё or е do not matter."
            return {field.name: (Annotated[kind, Folded] | None, Field(None, description=same))}
        case declarations.Filtering.RANGE:
            least, most = field.parameters
            unit = getattr(field, "unit", "")
            return {
                least: (kind | None, Field(None, description=f"{unit}, at least.")),
                most: (kind | None, Field(None, description=f"{unit}, at most.")),
            }
        case declarations.Filtering.EQUAL | declarations.Filtering.FLAG:
            return {field.name: (kind | None, Field(None, description=field.description or None))}


def in_document(field: declarations.Field) -> Definition:
    """The field of an advert as it is shown."""
    match field:
        case declarations.Choice(may_change=False):
            return str, Field(description=_sentence(" or ".join(field.values())))
        case declarations.Text() | declarations.LongText() | declarations.Choice():
            return str, Field(description=field.description or None)
        case declarations.Whole():
            return int, Field(description=_sentence(field.unit))
        case declarations.Money():
            return float, Field(description=f"{field.unit}, as an exact JSON number.")
        case declarations.Flag():
            return bool, Field(description=field.description or None)
    raise TypeError(field)


def _sentence(words: str) -> str | None:
    return f"{words}." if words else None
