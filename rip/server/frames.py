"""Frames of RFC 6455 as bytes, for a server that writes and hands them over itself.

A server may offer the ASGI extension `DIRECT` for a WebSocket: `{"write": Write, "inbox": Inbox}`.
`write` is for what goes to many sockets at once: the frame is built once, and costs each socket one
call. `inbox` saves a socket the task that would be woken for every frame.
"""

import asyncio
from collections.abc import Callable
from typing import Any, Final, Protocol

from starlette.types import Receive

DIRECT: Final = "rip.websocket.direct"
FINAL_TEXT: Final = 0x81

# Write a whole frame after all that was sent before. It is not written, and the answer is False,
# when the client must be waited for or is gone; `send` then tells which.
Write = Callable[[bytes], bool]


def never(frame: bytes) -> bool:
    """The `Write` of a server that offers none."""
    return False


def text_frame(text: str) -> bytes:
    """A text message in one frame, as a server sends it: not masked."""
    payload = text.encode()
    size = len(payload)
    if size < 126:
        return bytes((FINAL_TEXT, size)) + payload
    if size < 1 << 16:
        return bytes((FINAL_TEXT, 126)) + size.to_bytes(2, "big") + payload
    return bytes((FINAL_TEXT, 127)) + size.to_bytes(8, "big") + payload


Hear = Callable[[Any], None]


class Inbox(Protocol):
    """What a client sends, handed over event by event, in order."""

    async def hand_over(self, hear: Hear) -> None:
        """Call `hear` with every event of ASGI but the last, and return when the client is gone."""

    def hold(self) -> None:
        """Keep what comes next, and make the client wait if that becomes much."""

    def go_on(self) -> None:
        """Hand over what was kept, and what comes."""


class OrdinaryInbox:
    """The `Inbox` of a server that offers none."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._free = asyncio.Event()
        self._free.set()

    async def hand_over(self, hear: Hear) -> None:
        while (event := await self._receive())["type"] != "websocket.disconnect":
            hear(event)
            await self._free.wait()

    def hold(self) -> None:
        self._free.clear()

    def go_on(self) -> None:
        self._free.set()
