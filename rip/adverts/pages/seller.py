"""The owner of an advert, as its page shows them."""

from collections.abc import Collection
from datetime import datetime
from typing import Final, NamedTuple, Self

from rip.accounts.models import User
from rip.adverts.catalogue.catalogue import catalogue
from rip.core.database import threads
from rip.core.work.coalesce import BatchLoader

MOST_IN_QUERY: Final = 500

_COLUMNS: Final = ("id", "username", "first_name", "last_name", "date_joined")
_ROW: Final = f"SELECT {', '.join(_COLUMNS)} FROM {User._meta.db_table} WHERE id = ?"  # noqa: S608


class Seller(NamedTuple):
    """The owner of an advert."""

    name: str
    since: datetime

    @classmethod
    def of(cls, username: str, first: str, last: str, joined: datetime | str) -> Self:
        """SQLite gives the time as text when it is read inline."""
        name = f"{first} {last}".strip() or username
        return cls(name, datetime.fromisoformat(joined) if isinstance(joined, str) else joined)


async def seller_of(user_id: int) -> Seller | None:
    """The user as they are now; None if there is no such user."""
    inline = catalogue.follower.inline
    rows = inline.rows(_ROW, (user_id,)) if inline is not None else None
    if rows is None:
        return (await _batch.load([user_id])).get(user_id)
    return Seller.of(*rows[0][1:]) if rows else None


def sellers(ids: Collection[int]) -> dict[int, Seller]:
    """These users, by their ids."""
    rows = User.objects.filter(pk__in=ids).values_list(*_COLUMNS)
    return {one: Seller.of(*columns) for one, *columns in rows}


async def _read(ids: list[int]) -> dict[int, Seller]:
    return await threads.read(sellers, ids)


_batch: Final = BatchLoader(_read, MOST_IN_QUERY)
