"""The sending half of a chat client."""

import asyncio
import json
from collections import deque
from collections.abc import Callable
from typing import Any, Final, Literal

from websockets.asyncio.client import ClientConnection

from .events import Delivery, Event
from .outbox import Outbox
from .timing import Timing

# Faults of frames that carry no message.
OTHER_FAULTS: Final = frozenset({"unknown_type", "bad_seq"})


class Sender:
    """Sends what is in the outbox, one message at a time.

    The next goes out when the one before it is acknowledged, so that one which has to be sent again
    is not overtaken.
    """

    def __init__(self, outbox: Outbox, timing: Timing, tell: Callable[[Event], None]) -> None:
        self.outbox = outbox
        self._timing = timing
        self._tell = tell
        self._in_flight: str | None = None
        self._signals: deque[dict[str, Any]] = deque()
        self._refusals = 0
        self._again: asyncio.TimerHandle | None = None
        self._wake = asyncio.Event()

    def post(self, text: str) -> str:
        entry = self.outbox.add(text)
        self._tell(Delivery(entry.id, text, "sending"))
        self._wake.set()
        return entry.id

    def signal(self, frame: dict[str, Any]) -> None:
        """Send a small frame; it is not kept for the next connection."""
        self._signals.append(frame)
        self._wake.set()

    async def pump(self, socket: ClientConnection) -> None:
        """Send until cancelled, or until the socket is closed."""
        while True:
            self._wake.clear()
            while self._signals:
                await socket.send(json.dumps(self._signals.popleft()))
            if self._in_flight is None and self.outbox.entries:
                entry = self.outbox.entries[0]
                self._in_flight = entry.id
                message = {"message": entry.text, "client_message_id": entry.id}
                await socket.send(json.dumps({"type": "message", **message}))
            await self._wake.wait()

    def acknowledged(self, message_id: str, seq: int) -> None:
        self._refusals = 0
        self._settle(message_id, "sent", seq=seq)

    def refused(self, code: str, message_id: str | None) -> None:
        """An error frame came; without an id it is about the message in flight."""
        message_id = message_id or self._in_flight
        if message_id is None or code in OTHER_FAULTS:
            return
        if code != "not_stored":
            self._settle(message_id, "failed", code=code)
        elif message_id == self._in_flight:
            self._refusals += 1
            pause = self._timing.pause_after(self._refusals)
            self._again = asyncio.get_running_loop().call_later(pause, self._send_again)

    def too_large(self) -> None:
        """The frame in flight was more than the server reads."""
        if self._in_flight is not None:
            self._settle(self._in_flight, "failed", code="frame_too_large")

    def offline(self) -> None:
        self._forget_in_flight()
        self._refusals = 0
        self._signals.clear()

    def _send_again(self) -> None:
        self._in_flight = None
        self._wake.set()

    def _forget_in_flight(self) -> None:
        self._in_flight = None
        if self._again is not None:
            self._again.cancel()

    def _settle(
        self,
        message_id: str,
        state: Literal["sent", "failed"],
        *,
        seq: int | None = None,
        code: str | None = None,
    ) -> None:
        entry = self.outbox.remove(message_id)
        if message_id == self._in_flight:
            self._forget_in_flight()
            self._wake.set()
        if entry is not None:
            self._tell(Delivery(message_id, entry.text, state, seq, code))
