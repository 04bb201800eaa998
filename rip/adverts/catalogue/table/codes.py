"""Values as the numbers that the columns of the board hold, and filters in these numbers."""

import functools
import math
from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final, NamedTuple

from rip.adverts import fields
from rip.adverts.declarations import Choice, Field, Filtering, Flag, Money, Text, Whole
from rip.adverts.listing.listing import EQUAL, FOLDED, LEAST, Filter
from rip.core.database.columns import fold

# The column that rows stand in order of: the most used sort, and the widest range.
STANDING: Final = fields.PRICE

_CODED: Final = [field for field in fields.COMPARED if isinstance(field, Text | Choice)]
_IS_FOLDED: Final = {field.name: field.filtering is Filtering.FOLDED for field in _CODED}
_FLAGS: Final = ("false", "true")


class Codes:
    """Numbers for texts, given in the order in which the texts come. Spellings of one text that
    differ by case, ё or space have one number where the field is filtered so."""

    def __init__(self) -> None:
        self._of: dict[str, dict[str, int]] = {field.name: {} for field in _CODED}
        self._texts: dict[str, list[tuple[str, str]]] = {field.name: [] for field in _CODED}
        # For each column but the id, the function that makes a value its number.
        self.encoders = [self._encoder(field) for field in fields.COMPARED]

    def give(self, column: str, text: str) -> int:
        known = self._of[column]
        code = known.get(text)
        if code is None:
            texts = self._texts[column]
            key = fold(text) if _IS_FOLDED[column] else text
            code = known.setdefault(key, len(texts))
            if code == len(texts):
                texts.append((key, text))
            known[text] = code
        return code

    def _encoder(self, field: Field) -> Callable[[Any], int]:
        match field:
            case Text() | Choice():
                return functools.partial(self.give, field.name)
            case Money():
                factor = minor_units(field)
                return lambda amount: int(amount * factor)
            case _:
                return int

    def of(self, field: Field, value: Any) -> int | None:
        """The number of a value, as it is compared; None for a text that no advert has had."""
        if isinstance(field, Text | Choice):
            return self._of[field.name].get(value)
        return self._encoder(field)(value)

    def texts(self, column: str) -> list[tuple[str, str]]:
        """Of each number the text as it is compared, and as it was spelled first."""
        match fields.BY_NAME[column]:
            case Flag():
                return [(text, text) for text in _FLAGS]
            case Whole(most=most):
                return [(str(number), str(number)) for number in range(most + 1)]
            case _:
                return self._texts[column]


class CodedFilter(NamedTuple):
    """The conditions of a filter in numbers."""

    equal: list[tuple[str, int]]
    # The least or the most of a column, by the comparison.
    bounds: list[tuple[str, str, int]]
    # The least and the most of the STANDING column.
    span: tuple[int | None, int | None]

    @classmethod
    def of(cls, wanted: Filter, codes: Codes) -> "CodedFilter | None":
        """None when no advert can match."""
        equal: list[tuple[str, int]] = []
        bounds: list[tuple[str, str, int]] = []
        least = most = None
        for name, comparison, value in wanted.conditions:
            field = fields.BY_NAME[name]
            if comparison in (EQUAL, FOLDED):
                code = codes.of(field, value)
                if code is None:
                    return None
                equal.append((name, code))
                continue
            scaled = Decimal(value) * minor_units(field)
            bound = math.ceil(scaled) if comparison == LEAST else math.floor(scaled)
            if field is not STANDING:
                bounds.append((name, comparison, bound))
            elif comparison == LEAST:
                least = bound
            else:
                most = bound
        return cls(equal, bounds, (least, most))


def minor_units(field: Field) -> int:
    """Return the number of the smallest units in one unit of a Money field; 1 for other types."""
    return 10**field.places if isinstance(field, Money) else 1
