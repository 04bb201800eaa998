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
from django.db import connection
from django.utils.translation import gettext_lazy

from rip.chat.kinds import RoomKind
from rip.chat.messages.counters import Counters
from rip.chat.messages.drafts import Draft, Posted, Result
from rip.chat.messages.log import messages_post
from rip.chat.messages.mysql_lane import NotNow, QuickLane
from rip.core.database import threads
from rip.core.errors import Unavailable
from rip.core.work.group_commit import Gathering

log = structlog.get_logger(__name__)

# One transaction takes at most this many messages, so that none waits long for the others.
LARGEST_GROUP: Final = 500
LONGEST_QUEUE: Final = 5_000
# Enough to keep a core busy while others wait for the disk; with more, groups get smaller.
QUICK_LANES: Final = 3
# While the database is away a group is tried again, after pauses that double, this long.
PATIENCE_SECONDS: Final = 8.0
FIRST_PAUSE_SECONDS: Final = 0.02
LONGEST_PAUSE_SECONDS: Final = 1.0


class Overloaded(Unavailable):
    """More messages are waiting than the database takes. This one was not queued."""

    code = "overloaded"
    detail = gettext_lazy("The message was not stored. Send it again.")


# Called once with a draft and what has become of it; it must not raise.
Done = Callable[[Draft, Result], None]
Waiting = tuple[Draft, Done]


class MessageQueue:
    """Stores the drafts of this process, group by group.

    `deliver` gets every group's messages before their senders hear of them: new ones in order, and
    repeats, which it may have had before.

    Where the database takes several writers there are several lanes, and one receives and delivers
    while another waits for its COMMIT. A room is in one lane at a time, so the order in it is kept
    and lanes never wait for each other in the database.
    """

    def __init__(
        self,
        kind: RoomKind,
        deliver: Callable[[list[Posted]], None],
        *,
        quick_lanes: int = QUICK_LANES,
    ) -> None:
        self._kind = kind
        self._deliver = deliver
        self._quick_lanes = quick_lanes
        self._counters = Counters()
        self._waiting: deque[Waiting] = deque()
        self._rooms_in_lanes: set[int] = set()
        self._changed = asyncio.Event()
        self._gathering = Gathering(LARGEST_GROUP)
        self._lanes: list[asyncio.Task[None]] = []
        self._stopping = False

    def start(self) -> None:
        self._stopping = False
        lanes: list[QuickLane | None] = [None]
        if connection.vendor == "mysql" and self._quick_lanes:
            lanes = [QuickLane(self._kind, self._counters) for _ in range(self._quick_lanes)]
        self._lanes = [
            asyncio.create_task(self._lane(quick), name="chat-writer") for quick in lanes
        ]

    async def stop(self) -> None:
        """Store what has arrived, then end."""
        self._stopping = True
        self._changed.set()
        self._gathering.end()
        await asyncio.gather(*self._lanes)

    def post(self, draft: Draft) -> "asyncio.Future[Posted]":
        """Queue a draft; the future is done once it is committed, or raises why it is not.

        It raises Unavailable, or what storing it raised; then the message was not acknowledged and
        may be sent again with the same `client_message_id`.
        """
        future: asyncio.Future[Posted] = asyncio.get_running_loop().create_future()

        def settle(_: Draft, result: Result) -> None:
            if future.done():
                return
            if isinstance(result, Posted):
                future.set_result(result)
            else:
                future.set_exception(result)

        self.submit(draft, settle)
        return future

    def submit(self, draft: Draft, done: Done) -> None:
        """The same without a future: one call for each message, made for all of a group at once."""
        if self._stopping:
            done(draft, Unavailable())
        elif len(self._waiting) >= LONGEST_QUEUE:
            done(draft, Overloaded())
        else:
            self._waiting.append((draft, done))
            if not self._changed.is_set():
                self._changed.set()
            self._gathering.arrived(len(self._waiting))

    async def _lane(self, quick: QuickLane | None) -> None:
        while True:
            while group := self._take_group():
                rooms = {draft.room_id for draft, _ in group}
                self._rooms_in_lanes |= rooms
                await self._store(group, quick)
                self._rooms_in_lanes -= rooms
                # Another lane may have left messages of these rooms alone.
                self._changed.set()
                if quick is None and not self._stopping:
                    await self._gathering.of(len(self._waiting), answered=len(group))
            if self._stopping and not self._waiting:
                if quick is not None:
                    await quick.close()
                return
            self._changed.clear()
            await self._changed.wait()

    def _take_group(self) -> list[Waiting]:
        """The next messages whose rooms are in no lane; the others keep their order."""
        if not self._rooms_in_lanes:
            size = min(LARGEST_GROUP, len(self._waiting))
            return [self._waiting.popleft() for _ in range(size)]
        group: list[Waiting] = []
        others: deque[Waiting] = deque()
        for waiting in self._waiting:
            free = len(group) < LARGEST_GROUP and waiting[0].room_id not in self._rooms_in_lanes
            (group if free else others).append(waiting)
        self._waiting = others
        return group

    async def _store(self, group: list[Waiting], quick: QuickLane | None) -> None:
        results = await self._post([draft for draft, _ in group], quick)
        # Repeats too: the process that stored them first may have died before it told anyone.
        # Whoever has had them drops them by their numbers.
        self._deliver([one for one in results if isinstance(one, Posted)])
        for (draft, done), result in zip(group, results, strict=True):
            done(draft, result)

    async def _post(self, drafts: Sequence[Draft], quick: QuickLane | None) -> list[Result]:
        if quick is None:
            return await self._post_patiently(drafts)
        try:
            return await quick.post(drafts)
        except NotNow:
            return await self._post_patiently(drafts)
        except Exception as error:  # noqa: BLE001  (whatever it was, the patient way deals with it)
            log.info("storing_patiently", count=len(drafts), error=repr(error))
            return await self._post_patiently(drafts, retrying=True)

    async def _post_patiently(
        self, drafts: Sequence[Draft], *, retrying: bool = False
    ) -> list[Result]:
        """Store a group, trying again while the database is away.

        An answer that was lost may hide a commit, so every further try looks for what is stored.
        """
        give_up = time.monotonic() + PATIENCE_SECONDS
        pause = FIRST_PAUSE_SECONDS
        while True:
            try:
                return await threads.write(
                    messages_post,
                    kind=self._kind,
                    drafts=drafts,
                    retrying=retrying,
                    counters=self._counters,
                )
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
