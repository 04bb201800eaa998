"""Every chat socket has a bounded queue of frames to send, and a code to be closed with."""

import asyncio
import time
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final

import structlog

from rip.accounts.models import User
from rip.accounts.sessions import Session
from rip.chat.protocol.frames import Close
from rip.core.errors import RipError
from rip.server.frames import Write, no_write, text_frame

log = structlog.get_logger(__name__)

LONGEST_QUEUE: Final = 500

Send = Callable[[str], Awaitable[None]]


def _new_closing() -> "asyncio.Future[Close]":
    return asyncio.get_running_loop().create_future()


@dataclass(eq=False, slots=True, kw_only=True)
class ChatSocket(ABC):
    """The sending half of one socket."""

    session: Session
    send: Send
    # Writes at once, where the server can.
    write: Write = no_write
    closing: "asyncio.Future[Close]" = field(default_factory=_new_closing)
    # When the client was last heard of, by the monotonic clock.
    heard_at: float = field(default_factory=time.monotonic)
    # A list, because most are empty most of the time, and an empty deque has space for 64 entries.
    queue: list[str] = field(default_factory=list)
    _open: bool = False
    # Only while there is something to send that cannot be written at once.
    _pump: "asyncio.Task[None] | None" = None

    def open(self) -> None:
        """Send what is queued, and what comes, until `shut` or until the socket is to be closed."""
        self._open = True
        self.wake()

    async def shut(self) -> None:
        """Send nothing more."""
        self._open = False
        if self._pump is not None:
            self._pump.cancel()
            await asyncio.wait([self._pump])

    def offer(self, frame: str, wire: bytes | None = None) -> bool:
        """Send a frame now or in its turn, as `wire` if it is encoded already. True if it went now.

        A client that lets its queue fill up is closed, never skipped. A socket that is to be closed
        takes nothing more, so that nothing can come after a gap.
        """
        if self.closing.done():
            return False
        # While nothing is pumped nothing is before this frame.
        if self._open and self._pump is None and self.write(wire or text_frame(frame)):
            return True
        if len(self.queue) >= LONGEST_QUEUE:
            self.close(Close.FELL_BEHIND)
            return False
        self.queue.append(frame)
        self.wake()
        return False

    def wake(self) -> None:
        """Look whether there is something to send."""
        if self._open and self._pump is None and not self.closing.done():
            self._pump = asyncio.create_task(self._send_all())
            self._pump.add_done_callback(self._pumped)

    def close(self, code: Close) -> None:
        if not self.closing.done():
            self.closing.set_result(code)

    async def _send_all(self) -> None:
        while not self.closing.done():
            while self.queue and not self.closing.done():
                await self.send(self.queue.pop(0))
            # No await between the last look and this, so no frame can be overlooked.
            if not await self.prepare() and not self.queue:
                self._pump = None
                return

    def _pumped(self, pump: "asyncio.Task[None]") -> None:
        if self._pump is pump:
            self._pump = None
        error = None if pump.cancelled() else pump.exception()
        if error is None or isinstance(error, OSError):
            return
        if not isinstance(error, RipError):
            log.error("chat_socket_failed", exc_info=error)
        self.close(Close.SERVER_ERROR)

    @abstractmethod
    def may_stay(self, user: User) -> bool:
        """True if `user`, whose socket this is, may go on having it open."""

    async def prepare(self) -> bool:
        """Called when the queue is empty. Return True if there may be more to send at once."""
        return False
