"""uvicorn's HTTP protocol, with bounds on what a client can make the server keep.

uvicorn bounds neither the size of a request's head nor the time that a head, a body or the taking
of a response takes, so a few clients could hold gigabytes, or connections for ever. Relies on the
methods of `HttpToolsProtocol` that it overrides; `tests/server/test_libraries.py` fails when one of
them changes.
"""

import asyncio
from typing import Any, Final

import msgspec
import structlog
from django.utils import translation
from uvicorn.protocols.http.httptools_impl import (
    STATUS_LINE,
    HttpToolsProtocol,
    RequestResponseCycle,
)

from rip.core.errors import HeadTooLarge, RipError, TooMany
from rip.core.http import problems
from rip.server.connections import connections
from rip.server.forwarding import forwarding

log = structlog.get_logger(__name__)

MOST_HEAD_BYTES: Final = 32 * 1024
# A head must be whole after so long, a body must grow and a response must be taken within such
# pauses. After a minute a body must have come at some rate; a phone on a bad network is far faster.
HEAD_SECONDS: Final = 20.0
BODY_PAUSE_SECONDS: Final = 30.0
RESPONSE_PAUSE_SECONDS: Final = 60.0
BODY_GRACE_SECONDS: Final = 60.0
LEAST_BODY_BYTES_PER_SECOND: Final = 500
RETRY_SECONDS: Final = 5


class HttpProtocol(HttpToolsProtocol):
    """Refuses heads above 32 KiB and connections beyond those a network may have, and ends the
    connections of clients that are too slow."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # When the request began, or the connection before the first; and when its client last did
        # what it has to.
        self._begun = self._moved = self.loop.time()
        self._in_head = self._is_first = True
        # All that has come in, the last piece of it, and all up to the end of the piece in which
        # the head began.
        self._received = self._piece = self._received_at_begin = 0
        self._begin_piece = 0
        self._body_bytes = 0
        self._unsent = 0
        self._refusal: RipError | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        if not connections.admit(self, self.client[0] if self.client else ""):
            self._refuse(TooMany(retry_after=RETRY_SECONDS))

    def connection_lost(self, exc: Exception | None) -> None:
        connections.remove(self)
        super().connection_lost(exc)

    def handle_websocket_upgrade(self) -> None:
        connections.remove(self)
        super().handle_websocket_upgrade()

    def data_received(self, data: bytes) -> None:
        if self._refusal is not None:
            return
        self._piece = len(data)
        self._received += self._piece
        super().data_received(data)
        if self._in_head and self._received - self._received_at_begin > MOST_HEAD_BYTES:
            self._refuse(HeadTooLarge())

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._begun = self._moved = self.loop.time()
        self._in_head = True
        self._received_at_begin, self._begin_piece = self._received, self._piece

    def on_headers_complete(self) -> None:
        most = self._received - self._received_at_begin + self._begin_piece
        if most > MOST_HEAD_BYTES and self._size_of_head() > MOST_HEAD_BYTES:
            self._refuse(HeadTooLarge())
            raise ValueError("The head is too large.")
        self._body_bytes = 0
        self._in_head = False
        if self._is_first:
            self._is_first = False
            forwarding.look(self.client[0] if self.client else "", self.headers)
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        self._body_bytes += len(body)
        self._moved = self.loop.time()
        super().on_body(body)

    def _size_of_head(self) -> int:
        return len(self.url) + sum(len(name) + len(value) for name, value in self.headers)

    def end_if_slow(self, now: float) -> None:
        """End the connection if its client has been waited for too long."""
        if self._is_slow(now):
            log.info("slow_client", seconds=round(now - self._begun))
            self.transport.abort()

    def _is_slow(self, now: float) -> bool:
        cycle: RequestResponseCycle | None = self.cycle
        if cycle is None or cycle.response_complete:
            # While nothing has come, uvicorn ends a connection that has had a response.
            is_idle = self.timeout_keep_alive_task is not None
            return not is_idle and now - self._begun > HEAD_SECONDS
        if cycle.more_body:
            return self._is_slow_body(now)
        return self._is_slow_reader(now)

    def _is_slow_body(self, now: float) -> bool:
        if self.flow.read_paused:
            # The application has enough for now.
            self._moved = now
            return False
        seconds = now - self._begun
        rate = self._body_bytes / seconds if seconds else 0.0
        is_below = seconds > BODY_GRACE_SECONDS and rate < LEAST_BODY_BYTES_PER_SECOND
        return is_below or now - self._moved > BODY_PAUSE_SECONDS

    def _is_slow_reader(self, now: float) -> bool:
        unsent = self.transport.get_write_buffer_size()
        if not unsent or unsent != self._unsent:
            self._unsent, self._moved = unsent, now
        return now - self._moved > RESPONSE_PAUSE_SECONDS

    def send_400_response(self, msg: str) -> None:
        # uvicorn takes the error that ended the parsing for a broken request.
        if self._refusal is None:
            super().send_400_response(msg)

    def _refuse(self, error: RipError) -> None:
        """Respond with `error`, hear nothing more, and close."""
        self._refusal = error
        # The language is in the head.
        with translation.override(None):
            body = msgspec.json.encode(problems.document(error))
        head = [
            STATUS_LINE[problems.status_of(error)],
            b"content-type: %b\r\n" % problems.MEDIA_TYPE.encode(),
            b"content-length: %d\r\n" % len(body),
            b"cache-control: no-store\r\nx-content-type-options: nosniff\r\nconnection: close\r\n",
        ]
        if error.retry_after is not None:
            head.append(b"retry-after: %d\r\n" % error.retry_after)
        self.transport.write(b"".join([*head, b"\r\n", body]))
        self.transport.close()
