"""The queue of adverts' writes: those that arrive while a transaction runs go together in the next.

A write with a picture or an Idempotency-Key has a transaction of its own.
"""

from typing import Final

from django.utils.translation import gettext_lazy as _

from rip.accounts.models import User
from rip.adverts.models import Advert
from rip.adverts.writing import commands, picture_rows
from rip.adverts.writing.commands import AdvertValues, Create, Delete, Posted, Update, Write
from rip.core.database import threads
from rip.core.errors import Unavailable
from rip.core.pictures.convert import convert
from rip.core.work.group_commit import GroupCommit

# One transaction takes at most this many writes, so that none waits long for the others.
LARGEST_GROUP: Final = 50
LONGEST_QUEUE: Final = 5_000


class TooManyWrites(Unavailable):
    """More writes are waiting than the database takes. This one was not queued."""

    detail = _("Too many adverts wait to be stored. This one was not.")


async def _store(together: list[Write]) -> list[Advert | Exception]:
    return await threads.write(commands.adverts_store, writes=together)


writes: GroupCommit[Write, Advert] = GroupCommit(
    _store, largest=LARGEST_GROUP, queue=LONGEST_QUEUE, overloaded=TooManyWrites
)


async def advert_post(
    *, user: User | None, values: AdvertValues, picture: bytes | None, key: str | None
) -> Posted:
    """Publish an advert, with all its pictures at hand; see `commands.advert_post`."""
    if picture is None and key is None:
        return Posted(await writes.post(Create(user, values)), replayed=False)
    commands.check_may_post(user)
    ready = None
    if picture is not None:
        await threads.read(picture_rows.check_quota, user, 1)
        ready = await convert(picture)
    return await threads.write(
        commands.advert_post, user=user, values=values, picture=ready, key=key
    )


async def advert_change(
    *,
    user: User | None,
    advert_id: int,
    values: AdvertValues,
    picture: bytes | None,
    remove_picture: bool,
) -> Advert:
    """Change some fields of an advert; see `commands.advert_update`."""
    if picture is None and not remove_picture:
        return await writes.post(Update(user, advert_id, values))
    ready = None
    if picture is not None:
        await threads.read(_check_may_change, user, advert_id)
        ready = await convert(picture)
    return await threads.write(
        commands.advert_update,
        user=user,
        advert_id=advert_id,
        values=values,
        picture=ready,
        remove_picture=remove_picture,
    )


def _check_may_change(user: User | None, advert_id: int) -> None:
    commands.check_may_change_advert(user=user, advert_id=advert_id)
    picture_rows.check_quota(user, 1)


async def advert_remove(*, user: User | None, advert_id: int) -> None:
    """Delete an advert with its pictures; see `commands.advert_delete`."""
    await writes.post(Delete(user, advert_id))
