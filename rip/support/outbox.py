"""What every chat socket has: a bounded queue of frames to send, and a code to be closed with."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final

from rip.accounts.services import Session
from rip.core.wire import Write, never, text_frame
from rip.support.protocol import Close

LONGEST_QUEUE: Final = 500

Send = Callable[[str], Awaitable[None]]


def _new_closing() -> "asyncio.Future[Close]":
    return asyncio.get_running_loop().create_future()


@dataclass(eq=False, slots=True, kw_only=True)
class Outbox:
    """The sending half of one socket."""

    session: Session
    send: Send
    # Writes at once, where the server can.
    write: Write = never
    closing: "asyncio.Future[Close]" = field(default_factory=_new_closing)
    # When the client was last heard of, by the monotonic clock.
    heard_at: float = field(default_factory=time.monotonic)
    # A list, because most are empty most of the time, and an empty deque takes 760 bytes.
    queue: list[str] = field(default_factory=list)
    _sleeper: "asyncio.Future[None] | None" = None

    def offer(self, frame: str, wire: bytes | None = None) -> bool:
        """Send a frame (`wire`, if it is at hand already) now or in its turn; whether it went now.

        A client that lets its queue fill up is closed, never skipped. A socket that is to be closed
        takes nothing more, so that nothing can come after a gap.
        """
        if self.closing.done():
            return False
        # While `pump` sleeps nothing is before this frame.
        if (
            self._sleeper is not None
            and not self._sleeper.done()
            and self.write(wire or text_frame(frame))
        ):
            return True
        if len(self.queue) >= LONGEST_QUEUE:
            self.close(Close.FELL_BEHIND)
            return False
        self.queue.append(frame)
        self.wake()
        return False

    def wake(self) -> None:
        """Let `pump` look again whether there is something to send."""
        if self._sleeper is not None and not self._sleeper.done():
            self._sleeper.set_result(None)

    def close(self, code: Close) -> None:
        if not self.closing.done():
            self.closing.set_result(code)

    async def pump(self) -> None:
        """Send what is queued, until the socket is to be closed."""
        while not self.closing.done():
            while self.queue and not self.closing.done():
                await self.send(self.queue.pop(0))
            # No await between the last look and falling asleep, so no frame can be overlooked.
            if not await self.prepare() and not self.queue:
                self._sleeper = asyncio.get_running_loop().create_future()
                await self._sleeper

    async def prepare(self) -> bool:
        """Called when the queue is empty; returns whether there may be more to send at once."""
        return False
