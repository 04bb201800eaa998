"""Posting adverts together: those that arrive while a transaction runs go in the next one.

A commit costs far more than a row. An advert is answered only after its transaction has committed;
one with a picture or an Idempotency-Key has a transaction of its own.
"""

import asyncio
import contextvars
from typing import Final

from django.utils.translation import gettext_lazy as _

from rip.accounts.models import User
from rip.adverts import services
from rip.adverts.models import Advert
from rip.adverts.services import AdvertValues, Draft, Posted
from rip.core import db
from rip.core.errors import Unavailable
from rip.core.images import prepare

# One transaction takes at most this many adverts, so that none waits long for the others.
LARGEST_GROUP: Final = 50
LONGEST_QUEUE: Final = 5_000


class PostWriter:
    """Stores the drafts of this process, group by group."""

    def __init__(self) -> None:
        self._waiting: list[tuple[Draft, asyncio.Future[Advert]]] = []
        self._storing: asyncio.Task[None] | None = None

    async def post(self, draft: Draft) -> Advert:
        """The advert, once it is committed. Raises Unavailable, or what storing it alone raises."""
        if len(self._waiting) >= LONGEST_QUEUE:
            raise Unavailable(_("Too many adverts wait to be stored. This one was not."))
        future: asyncio.Future[Advert] = asyncio.get_running_loop().create_future()
        self._waiting.append((draft, future))
        if self._storing is None or self._storing.done():
            # A context of its own: what is logged there is not about one request.
            self._storing = asyncio.create_task(self._store(), context=contextvars.Context())
        return await future

    async def _store(self) -> None:
        while self._waiting:
            group = self._waiting[:LARGEST_GROUP]
            del self._waiting[:LARGEST_GROUP]
            results: list[Advert | Exception]
            try:
                results = await db.write(
                    services.adverts_create, drafts=[draft for draft, _future in group]
                )
            except Exception as error:  # noqa: BLE001  (handed to those who post)
                results = [error] * len(group)
            for (_draft, future), result in zip(group, results, strict=True):
                if future.done():  # its client has gone
                    continue
                if isinstance(result, Advert):
                    future.set_result(result)
                else:
                    future.set_exception(result)


_writer = PostWriter()


async def advert_post(
    *, user: User | None, values: AdvertValues, picture: bytes | None, key: str | None
) -> Posted:
    """Publish an advert, with all its pictures at hand; see `services.advert_post`."""
    if picture is None and key is None:
        services.check_may_post(user)
        return Posted(await _writer.post(Draft(user, values)), replayed=False)
    ready = await prepare(picture) if picture is not None else None
    return await db.write(services.advert_post, user=user, values=values, picture=ready, key=key)
