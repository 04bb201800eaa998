"""A person's favourites as JSON, with the adverts from the read model."""

from typing import Final

import msgspec
from django.db import connection

from rip.accounts.models import User
from rip.adverts.catalogue.catalogue import Catalogue
from rip.adverts.catalogue.inline_adverts import moment
from rip.adverts.models.readers import Favourite
from rip.core.database import threads
from rip.core.database.last_numbers import LastNumbers

LARGEST_ID: Final = 2**63 - 1

_ROWS: Final = (
    f"SELECT id, advert_id, title, added FROM {Favourite._meta.db_table}"  # noqa: S608
    " WHERE user_id = %s AND id < %s ORDER BY id DESC LIMIT %s"
)
_ROWS_INLINE: Final = _ROWS.replace("%s", "?")

# The number of the favourite, the advert's, the title and the time of the adding.
Row = tuple[int, int, str, str]


async def favourites_encoded(
    catalogue: Catalogue, user: User, *, before: int, limit: int, looked: LastNumbers | None = None
) -> tuple[list[bytes], int | None]:
    """At most `limit` favourites, the last added first, each as a `FavouriteOut`; and the number
    to go on before, if there are more."""
    inline = _rows_inline(catalogue, user.pk, before, limit + 1)
    found = inline if inline is not None else await threads.read(_rows, user.pk, before, limit + 1)
    rows = found[:limit]
    adverts = await catalogue.adverts_now([row[1] for row in rows], looked=looked)
    items = []
    for _number, advert_id, title, added in rows:
        advert = adverts.get(advert_id)
        is_seen = advert is not None and advert.may_be_seen_by(user)
        items.append(
            b'{"id":%d,"title":%b,"added":"%b","advert":%b}'
            % (
                advert_id,
                msgspec.json.encode(title),
                added.encode(),
                advert.body if advert is not None and is_seen else b"null",
            )
        )
    return items, rows[-1][0] if len(found) > limit else None


def _rows_inline(catalogue: Catalogue, user_id: int, before: int, limit: int) -> list[Row] | None:
    inline = catalogue.follower.inline
    rows = inline.rows(_ROWS_INLINE, (user_id, before, limit)) if inline is not None else None
    return [(*row[:3], moment(row[3])) for row in rows] if rows is not None else None


def _rows(user_id: int, before: int, limit: int) -> list[Row]:
    # The ORM would take several times as long as the database.
    with connection.cursor() as cursor:
        cursor.execute(_ROWS, [user_id, before, limit])
        return [(*row[:3], moment(str(row[3]))) for row in cursor.fetchall()]
