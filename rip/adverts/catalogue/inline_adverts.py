"""Adverts read inline, on the event loop, for those that are not cached.

A model instance costs a multiple of reading its row. The encoder needs none: only an advert's
attributes.
"""

import functools
from collections import namedtuple
from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final, cast

from rip.adverts import fields
from rip.adverts.catalogue.fragments import Fragment
from rip.adverts.declarations import Field, Flag, Money
from rip.adverts.models import Advert, Picture
from rip.core.database.inline_reads import InlineReader

# More would hold up the event loop for too long.
MOST_INLINE: Final = 100

_FIELDS: Final = [field.name for field in fields.FIELDS]
_COLUMNS: Final = ["id", "seq", "owner_id", "status", "created", "updated", *_FIELDS]
_PICTURE: Final = [field.attname for field in Picture._meta.concrete_fields]

# An advert as the encoder reads it.
_Row: Final = namedtuple("_Row", ["pk", *_COLUMNS[1:], "album", "image"])  # type: ignore[misc]  # noqa: PYI024  (the names follow from the fields)


def fragments_inline(inline: InlineReader, ids: list[int]) -> dict[int, Fragment] | None:
    """The adverts with these ids. None when a database thread must read them: there are too many,
    or the database is busy."""
    if len(ids) > MOST_INLINE:
        return None
    rows = inline.rows(_adverts(len(ids)), tuple(ids))
    if rows is None:
        return None
    albums = _albums(inline, [row[0] for row in rows if row[-1]])
    if albums is None:
        return None
    return {row[0]: _fragment(list(row), albums.get(row[0], [])) for row in rows}


def _albums(inline: InlineReader, ids: list[int]) -> dict[int, list[Picture]] | None:
    """The pictures of the adverts with these ids, in their order."""
    if not ids:
        return {}
    rows = inline.rows(_pictures(len(ids)), tuple(ids))
    if rows is None:
        return None
    albums: dict[int, list[Picture]] = {one: [] for one in ids}
    for row in rows:
        picture = Picture.from_db("default", _PICTURE, row)
        albums[picture.advert_id].append(picture)
    return albums


def _fragment(values: list[Any], album: list[Picture]) -> Fragment:
    for index, as_python in _CONVERTED:
        values[index] = as_python(values[index])
    values[-1:] = album, album[0].url if album else None
    return Fragment.of(cast("Advert", _Row._make(values)))


@functools.lru_cache(maxsize=MOST_INLINE)
def _adverts(count: int) -> str:
    """The columns of `count` adverts, and whether each has pictures."""
    pictures = f"SELECT 1 FROM {Picture._meta.db_table} WHERE advert_id = advert.id"  # noqa: S608
    return (
        f"SELECT {', '.join(_COLUMNS)}, EXISTS ({pictures})"  # noqa: S608
        f" FROM {Advert._meta.db_table} advert WHERE id IN ({_marks(count)})"
    )


@functools.lru_cache(maxsize=MOST_INLINE)
def _pictures(count: int) -> str:
    return (
        f"SELECT {', '.join(_PICTURE)} FROM {Picture._meta.db_table}"  # noqa: S608
        f" WHERE advert_id IN ({_marks(count)}) ORDER BY position, id"
    )


def _marks(count: int) -> str:
    return ", ".join("?" * count)


def moment(stored: str) -> str:
    """A time as JSON shows it; SQLite stores it in UTC."""
    return f"{stored[:10]}T{stored[11:]}Z"


def _amount(stored: float) -> Decimal:
    """SQLite stores the shortest number that reads as the decimal."""
    return Decimal(repr(stored))


def _conversion(field: Field) -> Callable[[Any], Any] | None:
    if isinstance(field, Money):
        return _amount
    return bool if isinstance(field, Flag) else None


# The values that SQLite gives in another type than Django, by their index in a row.
_CONVERTED: Final = [
    (_COLUMNS.index(name), as_python)
    for name, as_python in [
        ("created", moment),
        ("updated", moment),
        *((field.name, _conversion(field)) for field in fields.FIELDS),
    ]
    if as_python is not None
]
