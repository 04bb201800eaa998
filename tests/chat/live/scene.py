"""Two processes of a site in one event loop, and everything that may go wrong between them."""

import asyncio
import itertools
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, Final, TypeVar

import pytest
from django.conf import settings
from django.db import OperationalError

from rip.accounts.models import User
from rip.accounts.sessions import Session, family_open, session_of
from rip.chat.live import marks, room, room_door, socket
from rip.chat.live.room import LiveRoom
from rip.chat.messages import queue
from rip.chat.messages.drafts import Posted
from rip.chat.messages.log import messages_post
from rip.core.errors import Unavailable
from rip.support.rooms.rooms import room_open
from tests.chat.live.people import News, Process
from tests.kit.machines import Machine

T = TypeVar("T")

# So small that a few messages are more than one of each.
HISTORY: Final = 4
PAGE: Final = 3
LONGEST_QUEUE: Final = 6

# The clock says when these happen; here it is the machine that does.
CLOCKWORK: Final = (
    "RIP_CHAT_CHECK_SECONDS",
    "RIP_CHAT_CHECK_SECONDS_WITHOUT_REDIS",
    "RIP_CHAT_PRESENCE_SECONDS",
    "RIP_CHAT_PING_SECONDS",
)

_names = itertools.count(1)


@dataclass
class Faults:
    """The number of times each will happen next."""

    before_commit: int = 0
    after_commit: int = 0
    reads: int = 0

    def clear(self) -> None:
        self.before_commit = self.after_commit = self.reads = 0


class Scene(Machine):
    """Two processes, two rooms with their owners, and an operator.

    A third process stores messages and tells nobody: `post_elsewhere`.
    """

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.failed = False
        self.faults = Faults()
        self.news = News()
        number = next(_names)
        owners = [User.objects.create_user(f"owner-{number}-{one}") for one in range(2)]
        operator = User.objects.create_user(f"operator-{number}", is_staff=True)
        self.rooms = [room_open(owner=owner) for owner in owners]
        self.operator = _signed_in(operator)
        self.owners = [_signed_in(owner) for owner in owners]
        self.patch = pytest.MonkeyPatch()
        self._set_limits()
        self.processes = [Process(self.news) for _ in range(2)]
        for process in self.processes:
            self.run(process.start())

    def _set_limits(self) -> None:
        for name in CLOCKWORK:
            self.patch.setattr(settings, name, 0)
        self.patch.setattr(marks, "SECONDS_BETWEEN_MARKS", 0.0)
        self.patch.setattr(socket, "LONGEST_QUEUE", LONGEST_QUEUE)
        self.patch.setattr(room, "READ_AT_ONCE", PAGE)
        self.patch.setattr(room_door, "HISTORY", HISTORY)
        self.patch.setattr(queue, "messages_post", self._store)
        self.patch.setattr(queue, "FIRST_PAUSE_SECONDS", 0.001)
        read, self.may_answer = LiveRoom.read_after, asyncio.Event()
        self.may_answer.set()

        async def answer(live: LiveRoom, seq: int) -> list[Posted]:
            """The answer of the database may take its time."""
            page = await read(live, seq)
            if self.faults.reads:
                self.faults.reads -= 1
                raise Unavailable
            await self.may_answer.wait()
            return page

        self.patch.setattr(LiveRoom, "read_after", answer)

    def _store(self, **arguments: Any) -> Any:
        """As in the database thread; the connection may break before the COMMIT or after it."""
        if self.faults.before_commit:
            self.faults.before_commit -= 1
            raise OperationalError("broken before the COMMIT")
        results = messages_post(**arguments)
        if self.faults.after_commit:
            self.faults.after_commit -= 1
            raise OperationalError("broken after the COMMIT")
        return results

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        try:
            return self.runner.run(work)
        except BaseException:
            self.failed = True
            raise

    def _call(self, function: Callable[[], None]) -> None:
        """Within the event loop, which then turns once."""

        async def call() -> None:
            function()
            await asyncio.sleep(0)

        self.run(call())

    async def end(self) -> None:
        self.may_answer.set()
        for process in self.processes:
            await process.stop()

    def close(self) -> None:
        self.patch.undo()
        self.runner.close()


def _signed_in(user: User) -> Session:
    return session_of(access=family_open(user=user).access)
