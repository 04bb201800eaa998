"""The queue of messages: a group commit whose groups are delivered to the sockets as they commit.

A message is acknowledged and delivered only after its transaction has committed, and messages of
one room are delivered in the order of their numbers.
"""

import asyncio
import functools
import random
import time
from collections.abc import Callable, Sequence
from typing import Final

import structlog
from django.db import connection
from django.utils.translation import gettext_lazy

from rip.chat.kinds import RoomKind
from rip.chat.messages.counters import Counters
from rip.chat.messages.drafts import Draft, Posted, Result
from rip.chat.messages.log import messages_post
from rip.chat.messages.mysql_lane import MysqlLane, NotConnected
from rip.core.database import threads
from rip.core.errors import Unavailable
from rip.core.work.group_commit import GroupCommit

log = structlog.get_logger(__name__)

# One transaction takes at most this many messages, so that none waits long for the others.
LARGEST_GROUP: Final = 500
LONGEST_QUEUE: Final = 5_000
# While the database is away a group is tried again, after pauses that double, this long.
RETRY_SECONDS: Final = 8.0
FIRST_PAUSE_SECONDS: Final = 0.02
LONGEST_PAUSE_SECONDS: Final = 1.0


class Overloaded(Unavailable):
    """More messages are waiting than the database takes. This one was not queued."""

    code = "overloaded"
    detail = gettext_lazy("The message was not stored. Send it again.")


class MessageQueue(GroupCommit[Draft, Posted]):
    """Stores the drafts of a kind of room that come to this process.

    `deliver` gets every group's messages before their senders hear of them: new ones in order, and
    repeats, which it may have had before.

    Where the database takes several writers there are several lanes: one receives and delivers
    while another waits for its COMMIT. A room is in one lane at a time, which preserves its
    order, and lanes never wait for each other in the database. On MySQL and MariaDB a lane has a
    connection of its own, unless `inline` is false; what that cannot do, a database thread does.

    A draft raises Unavailable, or what storing it raised; then the message was not acknowledged and
    may be sent again with the same `client_message_id`.
    """

    def __init__(
        self,
        kind: RoomKind,
        deliver: Callable[[list[Posted]], None],
        *,
        lanes: int | None = None,
        inline: bool = True,
    ) -> None:
        if lanes is None:
            lanes = 1 if connection.vendor == "sqlite" else threads.LANES
        counters = Counters()
        self._connections = [
            MysqlLane(kind, counters) if inline and connection.vendor == "mysql" else None
            for _ in range(lanes)
        ]
        super().__init__(
            *[functools.partial(self._store, lane) for lane in self._connections],
            largest=LARGEST_GROUP,
            queue=LONGEST_QUEUE,
            overloaded=Overloaded,
            key=_room_of,
        )
        self._kind = kind
        self._deliver = deliver

    async def stop(self) -> None:
        await super().stop()
        for lane in self._connections:
            if lane is not None:
                await lane.close()

    async def _store(self, lane: MysqlLane | None, drafts: list[Draft]) -> Sequence[Result]:
        results = await self.post_group(lane, drafts)
        # Repeats too: the process that stored them first may have died before it told anyone.
        # Whoever has had them drops them by their numbers.
        self._deliver([one for one in results if isinstance(one, Posted)])
        return results

    async def post_group(self, lane: MysqlLane | None, drafts: Sequence[Draft]) -> list[Result]:
        """Store a group by its lane, or else in a database thread."""
        if lane is None:
            return await self._post_with_retries(drafts)
        try:
            return await lane.post(drafts)
        except NotConnected:
            return await self._post_with_retries(drafts)
        except Exception as error:  # noqa: BLE001  (whatever it was, the retries deal with it)
            log.info("storing_in_thread", count=len(drafts), error=repr(error))
            return await self._post_with_retries(drafts, retrying=True)

    async def _post_with_retries(
        self, drafts: Sequence[Draft], *, retrying: bool = False
    ) -> list[Result]:
        """Store a group, trying again while the database is away.

        A response that was lost may hide a commit, so every further try looks for what is stored.
        """
        give_up = time.monotonic() + RETRY_SECONDS
        pause = FIRST_PAUSE_SECONDS
        while True:
            try:
                return await threads.write_lane(
                    messages_post, kind=self._kind, drafts=drafts, retrying=retrying
                )
            except Unavailable as error:
                if time.monotonic() + pause > give_up:
                    log.exception("messages_not_stored", count=len(drafts))
                    return [error] * len(drafts)
                log.warning("storing_again", count=len(drafts), error=str(error.__cause__))
            retrying = True
            await asyncio.sleep(pause * random.uniform(0.5, 1.5))
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)


def _room_of(draft: Draft) -> int:
    return draft.room_id
