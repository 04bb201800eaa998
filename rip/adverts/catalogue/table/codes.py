"""Texts as numbers, and filters in them: what the columns of the board are asked by."""

import math
from typing import Final, NamedTuple

from rip.adverts.listing.listing import Filter
from rip.core.database.columns import fold

COLUMNS: Final = ("gender", "kind", "breed", "location")
# Spelled in any way, they are one.
FOLDED: Final = ("breed", "location")


class Codes:
    """Numbers for texts, given in the order in which the texts come. Spellings of a breed or
    location that differ by case, ё or space have one number."""

    def __init__(self) -> None:
        self._of: dict[str, dict[str, int]] = {name: {} for name in COLUMNS}
        self._texts: dict[str, list[tuple[str, str]]] = {name: [] for name in COLUMNS}

    def give(self, column: str, text: str) -> int:
        known = self._of[column]
        code = known.get(text)
        if code is None:
            texts = self._texts[column]
            key = fold(text) if column in FOLDED else text
            code = known.setdefault(key, len(texts))
            if code == len(texts):
                texts.append((key, text))
            known[text] = code
        return code

    def of(self, column: str, text: str) -> int | None:
        """None for a text, as it is compared, that no advert has had."""
        return self._of[column].get(text)

    def texts(self, column: str) -> list[tuple[str, str]]:
        """Of each number the text as it is compared, and as it was spelled first."""
        return self._texts[column]


class Wanted(NamedTuple):
    """A filter in numbers."""

    equal: list[tuple[str, int]]
    age: tuple[int | None, int | None]
    price: tuple[int | None, int | None]

    @classmethod
    def of(cls, wanted: Filter, codes: Codes) -> "Wanted | None":
        """None when no advert can match."""
        equal: list[tuple[str, int]] = []
        for column in ("kind", "gender", "breed", "location"):
            text = getattr(wanted, column)
            if text is not None:
                code = codes.of(column, text)
                if code is None:
                    return None
                equal.append((column, code))
        cheapest = None if wanted.price_min is None else math.ceil(wanted.price_min * 100)
        dearest = None if wanted.price_max is None else math.floor(wanted.price_max * 100)
        return cls(equal, (wanted.age_min, wanted.age_max), (cheapest, dearest))
