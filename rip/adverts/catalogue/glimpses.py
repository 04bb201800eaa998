"""Adverts that SQLite itself encodes, for a few that are not kept.

An advert that is not kept would cost a request twice what one that is kept does, most of it for
making Python's objects of a row only to make JSON of them. What comes out here is, byte for byte,
what `schemas.encode_in_parts` makes of the same advert.
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
MOST_AT_A_GLANCE: Final = 100

_KNOWS_ADDRESSES: Final = isinstance(default_storage, FileSystemStorage)


def fragments_at_a_glance(glance: InlineReader, ids: list[int]) -> dict[int, Fragment] | None:
    """The adverts with these ids, read on the event loop; None when a database thread must do it:
    there are too many, the database is busy, or pictures lie where only their storage knows."""
    if len(ids) > MOST_AT_A_GLANCE or not _KNOWS_ADDRESSES:
        return None
    rows = glance.rows(_statement(len(ids), settings.MEDIA_URL), tuple(ids))
    if rows is None:
        return None
    return {row[0]: Fragment(*row) for row in rows}


@functools.lru_cache(maxsize=2 * MOST_AT_A_GLANCE)
def _statement(count: int, media_url: str) -> str:
    """The arguments of a Fragment for each of `count` adverts."""
    seed = ", ".join(f"'{field.name}', {field.name}" for field in fields.SEED)
    pictures = (
        f"SELECT * FROM {Picture._meta.db_table}"  # noqa: S608
        " WHERE advert_id = advert.id ORDER BY position, id"
    )
    largest, smallest = (
        _address(media_url, Picture.WIDTHS[-1]),
        _address(media_url, Picture.WIDTHS[0]),
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


def _address(media_url: str, width: int) -> str:
    """As `StoredPicture.address`."""
    folder = f"{media_url}{Picture.FOLDER}/".replace("'", "''")
    return f"'{folder}' || lower(substr(name, 1, 2)) || '/' || name || '-{width}.webp'"


def _utc(column: str) -> str:
    """A time as SQLite keeps it, as JSON shows it."""
    return f"replace({column}, ' ', 'T') || 'Z'"
