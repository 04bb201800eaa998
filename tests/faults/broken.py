"""A RIP that was broken on purpose, to show that the fault lab would notice.

`python -m tests.faults.broken HOW serve --port N` is `manage.py serve --port N`, with one promise
taken out of the running program. Nothing of this is in RIP itself.
"""

import asyncio
import os
import sys
import time
import uuid
from collections.abc import Callable, Sequence
from typing import Any

# The delay of the broken writer before it commits what it has acknowledged.
LATE_SECONDS = 1.0


def acknowledge_before_commit() -> None:
    """Messages are delivered and acknowledged first, and committed a moment later."""
    from django.db import transaction  # noqa: PLC0415  (Django is ready only now)

    from rip.chat.messages import log  # noqa: PLC0415
    from rip.chat.messages.drafts import Draft, Result  # noqa: PLC0415
    from rip.chat.messages.queue import MessageQueue  # noqa: PLC0415
    from rip.core.database import threads  # noqa: PLC0415
    from rip.support.kind import SUPPORT  # noqa: PLC0415

    async def post_early(self: MessageQueue, lane: object, drafts: Sequence[Draft]) -> list[Result]:
        loop = asyncio.get_running_loop()
        early: asyncio.Future[list[Result]] = loop.create_future()

        def store() -> None:
            with transaction.atomic(durable=True):
                group = log.messages_append(SUPPORT, drafts, look_first=True)
                loop.call_soon_threadsafe(early.set_result, group.results)
                time.sleep(LATE_SECONDS)

        storing.add(asyncio.ensure_future(threads.write_lane(store)))
        return await early

    storing: set[asyncio.Future[None]] = set()
    MessageQueue.post_group = post_early  # type: ignore[method-assign]


def skip_gaps() -> None:
    """A message with a later number than the next is given as it comes; nothing is read."""
    from rip.chat.live.room import RoomSocket  # noqa: PLC0415

    def take(self: RoomSocket, message: Any, frame: str, wire: bytes) -> None:
        if self.live and message.seq > self.position:
            self.position = message.seq
            self.offer(frame, wire)

    def look_up(self: RoomSocket, newest: int) -> None:
        pass

    RoomSocket.take = take  # type: ignore[method-assign]
    RoomSocket.look_up = look_up  # type: ignore[method-assign]


def store_retries() -> None:
    """A message that is sent again is one more message."""
    from rip.chat.messages.drafts import Draft  # noqa: PLC0415

    remember = Draft.__post_init__

    def forget_the_id(self: Draft) -> None:
        remember(self)
        self.stored_id = f" {uuid.uuid4().hex}"
        self.identity = self.room_id, self.author_id, self.stored_id

    Draft.__post_init__ = forget_the_id  # type: ignore[method-assign]


HOW: dict[str, Callable[[], None]] = {
    "acknowledge-before-commit": acknowledge_before_commit,
    "skip-gaps": skip_gaps,
    "store-retries": store_retries,
}


def main(how: str, *arguments: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rip.settings")
    import django  # noqa: PLC0415
    from django.core.management import execute_from_command_line  # noqa: PLC0415

    django.setup()
    HOW[how]()
    execute_from_command_line(["manage.py", *arguments])


if __name__ == "__main__":
    main(*sys.argv[1:])
