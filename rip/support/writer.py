"""The group-commit writer: messages that arrive while a transaction runs go together in the next.

A message is acknowledged and delivered only after its transaction has committed, and messages of
one room are delivered in the order of their numbers.
"""

import asyncio
import random
import time
from collections import deque
from collections.abc import Callable, Sequence
from typing import Final

import structlog
from django.utils.translation import gettext_lazy

from rip.core import db
from rip.core.errors import Unavailable
from rip.support.message_log import Draft, Posted, Result, messages_post

log = structlog.get_logger(__name__)

# One transaction takes at most this many messages, so that none waits long for the others.
LARGEST_GROUP: Final = 500
LONGEST_QUEUE: Final = 5_000
# While the database is away a group is tried again, after pauses that double, this long.
PATIENCE_SECONDS: Final = 8.0
FIRST_PAUSE_SECONDS: Final = 0.02
LONGEST_PAUSE_SECONDS: Final = 1.0


class Overloaded(Unavailable):
    """More messages are waiting than the database takes. This one was not queued."""

    code = "overloaded"
    detail = gettext_lazy("The message was not stored. Send it again.")


Waiting = tuple[Draft, "asyncio.Future[Posted]"]


class Writer:
    """Stores the drafts of this process, group by group.

    `deliver` gets every group's messages before their senders hear of them: new ones in order, and
    repeats, which it may have had before.
    """

    def __init__(self, deliver: Callable[[list[Posted]], None]) -> None:
        self._deliver = deliver
        self._waiting: deque[Waiting] = deque()
        self._arrived = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._stopping = False

    def start(self) -> None:
        self._stopping = False
        self._task = asyncio.create_task(self._run(), name="chat-writer")

    async def stop(self) -> None:
        """Store what has arrived, then end."""
        self._stopping = True
        self._arrived.set()
        if self._task is not None:
            await self._task

    def post(self, draft: Draft) -> "asyncio.Future[Posted]":
        """Queue a draft; the future is done once it is committed, or raises why it is not.

        It raises Unavailable, or what storing it raised; then the message was not acknowledged and
        may be sent again with the same `client_message_id`.
        """
        future: asyncio.Future[Posted] = asyncio.get_running_loop().create_future()
        if self._stopping:
            future.set_exception(Unavailable())
        elif len(self._waiting) >= LONGEST_QUEUE:
            future.set_exception(Overloaded())
        else:
            self._waiting.append((draft, future))
            self._arrived.set()
        return future

    async def _run(self) -> None:
        while True:
            await self._arrived.wait()
            self._arrived.clear()
            while self._waiting:
                size = min(LARGEST_GROUP, len(self._waiting))
                await self._store([self._waiting.popleft() for _ in range(size)])
            if self._stopping:
                return

    async def _store(self, group: list[Waiting]) -> None:
        results = await _post_patiently([draft for draft, _ in group])
        # Repeats too: the process that stored them first may have died before it told anyone.
        # Whoever has had them drops them by their numbers.
        self._deliver([one for one in results if isinstance(one, Posted)])
        for (_, future), result in zip(group, results, strict=True):
            if future.done():
                continue
            if isinstance(result, Posted):
                future.set_result(result)
            else:
                future.set_exception(result)


async def _post_patiently(drafts: Sequence[Draft]) -> list[Result]:
    """Store a group, trying again while the database is away.

    An answer that was lost may hide a commit, so every further try looks for what is stored.
    """
    give_up = time.monotonic() + PATIENCE_SECONDS
    pause = FIRST_PAUSE_SECONDS
    retrying = False
    while True:
        try:
            return await db.write(messages_post, drafts=drafts, retrying=retrying)
        except Unavailable as error:
            if time.monotonic() + pause > give_up:
                log.exception("messages_not_stored", count=len(drafts))
                return [error] * len(drafts)
            log.warning("storing_again", count=len(drafts), error=str(error.__cause__))
        except Exception as error:  # noqa: BLE001  (handed to the senders)
            return [error] * len(drafts)
        retrying = True
        await asyncio.sleep(pause * random.uniform(0.5, 1.5))
        pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
