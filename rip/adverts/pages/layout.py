"""The order in which pages show an advert's fields; each is shown where its declaration says.

The title and the price have places of their own in the templates. Fields that are not of the seed
stand at `*OTHERS`, in the order in which they are declared.
"""

from typing import Final, TypeAlias

from rip.adverts.declarations import Field, Filtering, LongText, Shown
from rip.adverts.fields import AGE, BREED, DESCRIPTION, GENDER, KIND, LOCATION, OTHERS, PRICE, TITLE

Row: TypeAlias = tuple[Field, ...]


def _shown(where: Shown, *some: Field) -> Row:
    return tuple(field for field in some if where in field.shown)


# Texts of several paragraphs have sections of their own on an advert's page, and are too long for
# a line.
_SHORT: Final = tuple(field for field in OTHERS if not isinstance(field, LongText))
_LONG: Final = tuple(field for field in OTHERS if isinstance(field, LongText))


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

CARD_LINES: Final = (_shown(Shown.CARD, KIND, GENDER, AGE, *_SHORT), _shown(Shown.CARD, BREED))
# The card of a similar advert.
SMALL_CARD_LINE: Final = _shown(Shown.CARD, BREED, AGE, *_SHORT)

FACTS: Final = _shown(Shown.PAGE, KIND, BREED, AGE, GENDER, LOCATION, *_SHORT)
SECTIONS: Final = _shown(Shown.PAGE, DESCRIPTION, *_LONG)
SUMMARY: Final = _shown(Shown.PAGE, KIND, BREED, AGE, LOCATION, *_SHORT)
