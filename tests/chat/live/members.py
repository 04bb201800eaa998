"""Someone in a room of a hub, with a function that keeps the frames instead of a socket."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

from rip.accounts.sessions import Session
from rip.chat.live.bus import Bus
from rip.chat.live.hub import Hub
from rip.chat.live.lifespan import served
from rip.chat.live.room import RoomSocket
from rip.chat.messages.drafts import Draft, Posted
from rip.chat.messages.log import messages_post
from rip.chat.messages.queue import MessageQueue
from rip.chat.protocol.frames import Close, Plain
from rip.core.database import threads
from rip.server.frames import Write, no_write
from rip.support.kind import SUPPORT
from rip.support.models import Room
from tests.kit.waiting import PATIENCE_SECONDS, until


class Member:
    """Joins, and is sent frames until `leave`. While `reading` is not set, it takes no frame."""

    def __init__(
        self,
        hub: Hub,
        room: Room,
        session: Session,
        position: int = 0,
        mode: Plain | None = None,
        write: Write = no_write,
    ) -> None:
        self.hub = hub
        self.began_after = position
        self.frames: list[dict[str, Any]] = []
        self.reading = asyncio.Event()
        self.reading.set()
        self._news = asyncio.Event()
        self.connection = RoomSocket(
            session=session,
            send=self._send,
            write=write,
            room=hub.room_of(room.pk),
            side=room.side_of(session.user),
            mode=mode or Plain(),
            position=position,
            on_read=hub.mark_read,
        )
        hub.join(self.connection)
        self.connection.open()

    async def _send(self, text: str) -> None:
        await self.reading.wait()
        self.frames.append(json.loads(text))
        self._news.set()

    @property
    def numbers(self) -> list[int]:
        """The numbers of the messages, without other frames."""
        return [frame["seq"] for frame in self.frames if "message" in frame]

    def of_type(self, kind: str) -> list[dict[str, Any]]:
        return [frame for frame in self.frames if frame.get("type") == kind]

    async def close_code(self) -> Close:
        async with asyncio.timeout(PATIENCE_SECONDS):
            return await self.connection.closing

    async def until(self, condition: Callable[[], object]) -> None:
        """Wait until the condition holds, looking again whenever a frame comes."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not condition():
                self._news.clear()
                await self._news.wait()

    async def until_number(self, seq: int) -> list[int]:
        await self.until(lambda: bool(self.numbers) and self.numbers[-1] >= seq)
        return self.numbers

    async def until_live(self) -> list[int]:
        """Wait until it takes itself to be up to date; return the numbers it has by then."""
        await until(lambda: self.connection.live)
        return self.numbers

    async def leave(self) -> None:
        self.hub.leave(self.connection)
        await self.connection.shut()


def running_hub(bus: Bus | None = None) -> AbstractAsyncContextManager[tuple[Hub, MessageQueue]]:
    """A hub and the queue that feeds it, as in one server process."""
    return running(Hub(SUPPORT, bus))


@asynccontextmanager
async def running(hub: Hub) -> AsyncIterator[tuple[Hub, MessageQueue]]:
    """This hub, and the queue that feeds it."""
    queue = MessageQueue(hub.kind, hub.deliver)
    async with served(hub, queue), asyncio.timeout(3 * PATIENCE_SECONDS):
        yield hub, queue


async def post_elsewhere(draft: Draft) -> Posted:
    """Store a message as another process does: this one's hub hears nothing of it."""
    [posted] = await threads.write(messages_post, kind=SUPPORT, drafts=[draft])
    assert isinstance(posted, Posted)
    return posted
