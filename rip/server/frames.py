"""The ASGI extension `DIRECT` of a WebSocket, and frames of RFC 6455 as bytes.

The extension is `{"write": Write, "inbox": Inbox}`. With `write` a frame that goes to many sockets
is built once and costs each of them one call. `inbox` calls a function for each event, so that no
task has to be woken for every frame.
"""

import asyncio
from collections.abc import Callable
from typing import Any, Final, Protocol

from starlette.types import Receive

DIRECT: Final = "rip.websocket.direct"
FINAL_TEXT: Final = 0x81

# Writes a complete frame after everything that was sent before. Returns False, and writes nothing,
# if the client is slow or gone; `send` then waits or raises.
Write = Callable[[bytes], bool]
OnEvent = Callable[[Any], None]


def no_write(frame: bytes) -> bool:
    """The `Write` for servers without the extension: `send` has to be used."""
    return False


def text_frame(text: str) -> bytes:
    """Return a text message as one frame of a server, which is not masked."""
    payload = text.encode()
    size = len(payload)
    if size < 126:
        return bytes((FINAL_TEXT, size)) + payload
    if size < 1 << 16:
        return bytes((FINAL_TEXT, 126)) + size.to_bytes(2, "big") + payload
    return bytes((FINAL_TEXT, 127)) + size.to_bytes(8, "big") + payload


class Inbox(Protocol):
    """The events that a client sends, delivered in order."""

    async def deliver(self, on_event: OnEvent) -> None:
        """Call `on_event` with every ASGI event until the client disconnects, then return."""

    def pause(self) -> None:
        """Queue events from here on; if they become many, stop reading from the client."""

    def resume(self) -> None:
        """Deliver the queued events, and those that follow."""


class ReceiveInbox:
    """An `Inbox` on ASGI's `receive`, for servers without the extension."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._running = asyncio.Event()
        self._running.set()

    async def deliver(self, on_event: OnEvent) -> None:
        while (event := await self._receive())["type"] != "websocket.disconnect":
            on_event(event)
            await self._running.wait()

    def pause(self) -> None:
        self._running.clear()

    def resume(self) -> None:
        self._running.set()
