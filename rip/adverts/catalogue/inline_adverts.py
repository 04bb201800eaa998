"""Adverts that SQLite itself encodes, for those that are not cached.

An advert that is not cached would cost a request twice what a cached one does, most of it for
making Python's objects of a row only to make JSON of them. The bytes are those that
`encoding.encode_in_parts` makes of the same advert.
"""

import functools
from typing import Final

from django.conf import settings
from django.core.files.storage import FileSystemStorage, default_storage

from rip.adverts import fields
from rip.adverts.catalogue.fragments import Fragment
from rip.adverts.models import Advert, Picture
from rip.core.database.inline_reads import InlineReader

# More would keep the event loop from others for too long.
MOST_INLINE: Final = 100

_KNOWS_URLS: Final = isinstance(default_storage, FileSystemStorage)


def fragments_inline(inline: InlineReader, ids: list[int]) -> dict[int, Fragment] | None:
    """The adverts with these ids, read on the event loop; None when a database thread must do it:
    there are too many, the database is busy, or pictures lie where only their storage knows."""
    if len(ids) > MOST_INLINE or not _KNOWS_URLS:
        return None
    rows = inline.rows(_statement(len(ids), settings.MEDIA_URL), tuple(ids))
    if rows is None:
        return None
    return {row[0]: Fragment(*row) for row in rows}


@functools.lru_cache(maxsize=2 * MOST_INLINE)
def _statement(count: int, media_url: str) -> str:
    """The arguments of a Fragment for each of `count` adverts."""
    seed = ", ".join(f"'{field.name}', {field.name}" for field in fields.SEED)
    pictures = (
        f"SELECT * FROM {Picture._meta.db_table}"  # noqa: S608
        " WHERE advert_id = advert.id ORDER BY position, id"
    )
    largest, smallest = (
        _url(media_url, Picture.WIDTHS[-1]),
        _url(media_url, Picture.WIDTHS[0]),
    )
    image = f"(SELECT {largest} FROM ({pictures} LIMIT 1))"  # noqa: S608
    album = (
        f"(SELECT json_group_array(json_object('id', id, 'image', {largest},"  # noqa: S608
        f" 'thumbnail', {smallest}, 'width', width, 'height', height)) FROM ({pictures}))"
    )
    return (
        "SELECT id, seq, owner_id, status,"  # noqa: S608
        f" CAST(json_object('id', id, {seed}, 'image', {image}) AS BLOB),"
        " CAST(json_object('owner', owner_id, 'status', status,"
        f" 'created', {_utc('created')}, 'updated', {_utc('updated')},"
        f" 'seq', seq, 'pictures', json({album})) AS BLOB)"
        f" FROM {Advert._meta.db_table} advert WHERE id IN ({', '.join('?' * count)})"
    )


def _url(media_url: str, width: int) -> str:
    """As `StoredPicture.url`."""
    folder = f"{media_url}{Picture.FOLDER}/".replace("'", "''")
    return f"'{folder}' || lower(substr(name, 1, 2)) || '/' || name || '-{width}.webp'"


def _utc(column: str) -> str:
    """A time as SQLite stores it, as JSON shows it."""
    return f"replace({column}, ' ', 'T') || 'Z'"
