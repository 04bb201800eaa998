"""The order in which pages show an advert's fields; each is shown where its declaration says.

The title, the price and the description have places of their own in the templates. Fields that are
not of the seed stand at `*OTHERS`, in the order in which they are declared.
"""

from typing import Final, TypeAlias

from rip.adverts.fields import (
    AGE,
    BREED,
    DESCRIPTION,
    GENDER,
    KIND,
    LOCATION,
    OTHERS,
    PRICE,
    TITLE,
    Field,
    Filtering,
    Shown,
)

Row: TypeAlias = tuple[Field, ...]


def _shown(where: Shown, *some: Field) -> Row:
    return tuple(field for field in some if where in field.shown)


# Sections of rows.
FORM: Final[tuple[tuple[Row, ...], ...]] = (
    (
        _shown(Shown.FORM, TITLE),
        _shown(Shown.FORM, KIND),
        _shown(Shown.FORM, GENDER),
        _shown(Shown.FORM, BREED, AGE),
        *((field,) for field in _shown(Shown.FORM, *OTHERS)),
        _shown(Shown.FORM, DESCRIPTION),
    ),
    (_shown(Shown.FORM, LOCATION, PRICE),),
)
FORM_FIELDS: Final = tuple(field for section in FORM for row in section for field in row)

FILTERS: Final = tuple(
    field
    for field in (KIND, GENDER, BREED, LOCATION, AGE, PRICE, *OTHERS)
    if field.filtering is not Filtering.NONE
)

CARD_LINES: Final = (_shown(Shown.CARD, KIND, GENDER, AGE, *OTHERS), _shown(Shown.CARD, BREED))
# The card of a similar advert.
SMALL_CARD_LINE: Final = _shown(Shown.CARD, BREED, AGE, *OTHERS)

FACTS: Final = _shown(Shown.PAGE, KIND, BREED, AGE, GENDER, LOCATION, *OTHERS)
SUMMARY: Final = _shown(Shown.PAGE, KIND, BREED, AGE, LOCATION, *OTHERS)
