"""Frames of RFC 6455 as bytes, for a server that writes them itself.

A server may offer the ASGI extension `DIRECT` for a WebSocket: `{"write": Write}`. It is for what
goes to many sockets at once: the frame is built once, and costs each socket one call.
"""

from collections.abc import Callable
from typing import Final

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
