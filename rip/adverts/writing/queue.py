"""Writing adverts together: writes that arrive while a transaction runs go in the next one.

A commit costs far more than a row. A write is answered only after its transaction has committed;
one with a picture or an Idempotency-Key has a transaction of its own.
"""

import asyncio
import contextvars
from typing import Final

from django.utils.translation import gettext_lazy as _

from rip.accounts.models import User
from rip.adverts.models import Advert
from rip.adverts.writing import commands, group
from rip.adverts.writing.commands import AdvertValues, Posted
from rip.adverts.writing.group import Change, Draft, Removal, Write
from rip.core.database import threads
from rip.core.errors import Unavailable
from rip.core.pictures.convert import prepare
from rip.core.work.group_commit import Gathering

# One transaction takes at most this many writes, so that none waits long for the others.
LARGEST_GROUP: Final = 50
LONGEST_QUEUE: Final = 5_000


class AdvertWriter:
    """Stores the writes of this process, group by group."""

    def __init__(self) -> None:
        self._waiting: list[tuple[Write, asyncio.Future[Advert]]] = []
        self._storing: asyncio.Task[None] | None = None
        self._gathering = Gathering(LARGEST_GROUP)

    async def write(self, write: Write) -> Advert:
        """The advert, once that is committed. Raises Unavailable, or what doing it alone raises."""
        if len(self._waiting) >= LONGEST_QUEUE:
            raise Unavailable(_("Too many adverts wait to be stored. This one was not."))
        future: asyncio.Future[Advert] = asyncio.get_running_loop().create_future()
        self._waiting.append((write, future))
        self._gathering.arrived(len(self._waiting))
        if self._storing is None or self._storing.done():
            # A context of its own: what is logged there is not about one request.
            self._storing = asyncio.create_task(self._store(), context=contextvars.Context())
        return await future

    async def _store(self) -> None:
        while self._waiting:
            taken = self._waiting[:LARGEST_GROUP]
            del self._waiting[:LARGEST_GROUP]
            results: list[Advert | Exception]
            try:
                results = await threads.write(
                    group.adverts_store, writes=[write for write, _future in taken]
                )
            except Exception as error:  # noqa: BLE001  (handed to those who wait)
                results = [error] * len(taken)
            for (_write, future), result in zip(taken, results, strict=True):
                if future.done():  # its client has gone
                    continue
                if isinstance(result, Advert):
                    future.set_result(result)
                else:
                    future.set_exception(result)
            await self._gathering.of(len(self._waiting), answered=len(taken))


_writer = AdvertWriter()


async def advert_post(
    *, user: User | None, values: AdvertValues, picture: bytes | None, key: str | None
) -> Posted:
    """Publish an advert, with all its pictures at hand; see `services.advert_post`."""
    if picture is None and key is None:
        return Posted(await _writer.write(Draft(user, values)), replayed=False)
    commands.check_may_post(user)
    ready = await prepare(picture) if picture is not None else None
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
    """Change some fields of an advert; see `services.advert_update`."""
    if picture is None and not remove_picture:
        return await _writer.write(Change(user, advert_id, values))
    return await threads.write(
        commands.advert_update,
        user=user,
        advert_id=advert_id,
        values=values,
        picture=await prepare(picture) if picture is not None else None,
        remove_picture=remove_picture,
    )


async def advert_remove(*, user: User | None, advert_id: int) -> None:
    """Delete an advert with its pictures; see `services.advert_delete`."""
    await _writer.write(Removal(user, advert_id))
