"""uvicorn's HTTP protocol, with one write for a response and one timer for a connection.

uvicorn checks every header of every response by two regular expressions and writes the head and
the body apart; and after each response it sets a timer that the next request cancels. Nearly all
headers repeat those of the response before, and nearly all responses have one body.

Relies on the methods of `HttpToolsProtocol` that it overrides and on the attributes of
`RequestResponseCycle`: `tests/server/test_libraries.py` fails when one of them changes. Responses
are compared with uvicorn's byte for byte in `tests/server/test_http.py`.
See docs/decisions/053-whole-responses.md.
"""

import functools
from collections.abc import Awaitable
from typing import Any, Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.protocols.http.httptools_impl import (
    HEADER_RE,
    HEADER_VALUE_RE,
    STATUS_LINE,
    HttpToolsProtocol,
    RequestResponseCycle,
)

# uvicorn writes responses with these headers: they change the framing.
LEFT_TO_UVICORN: Final = frozenset((b"connection", b"transfer-encoding"))
LENGTH: Final = b"content-length: "


@functools.lru_cache(maxsize=2048)
def _line(name: bytes, value: bytes) -> bytes | None:
    """Return the header's line; None if uvicorn has to write or refuse the response."""
    name = name.lower()
    if name in LEFT_TO_UVICORN or HEADER_RE.search(name) or HEADER_VALUE_RE.search(value):
        return None
    return b"%s: %s\r\n" % (name, value)


class SingleWrite:
    """The application of one request. Writes a response whose body is one message at once."""

    __slots__ = ("_app", "_cycle", "_head")

    def __init__(self, app: ASGIApp, cycle: RequestResponseCycle) -> None:
        self._app = app
        self._cycle = cycle
        # The start of a response, held back until its body comes.
        self._head: Message | None = None

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        return self._app(scope, receive, self._send)

    async def _send(self, message: Message) -> None:
        head, self._head = self._head, None
        if head is None:
            if message["type"] == "http.response.start" and not self._cycle.response_started:
                self._head = message
                return
        elif self._write(head, message):
            return
        else:
            await self._cycle.send(head)  # type: ignore[arg-type]
        await self._cycle.send(message)  # type: ignore[arg-type]

    def _write(self, head: Message, message: Message) -> bool:
        """Write the response and return True, unless it is one that uvicorn has to write."""
        cycle = self._cycle
        if message["type"] != "http.response.body" or message.get("more_body", False):
            return False
        if (
            cycle.disconnected
            or cycle.flow.write_paused
            or not cycle.keep_alive
            or cycle.access_log
        ):
            return False
        body, status = message.get("body", b""), head["status"]
        if cycle.scope["method"] == "HEAD" or status == 204:
            return False
        lines = [STATUS_LINE[status]]
        length: int | None = None
        for name, value in (*cycle.default_headers, *head.get("headers", ())):
            line = _line(name, value)
            if line is None:
                return False
            if length is None and line.startswith(LENGTH):
                length = int(value)
            lines.append(line)
        if len(body) != (0 if length is None and status == 304 else length):
            return False
        lines.append(b"\r\n")
        cycle.transport.writelines((b"".join(lines), body))
        cycle.response_started = cycle.response_complete = True
        cycle.waiting_for_100_continue = False
        cycle.message_event.set()
        cycle.on_response()
        return True


class HttpProtocol(HttpToolsProtocol):
    """Writes most responses at once, and has one timer for a connection, not for a request."""

    _idle_since: float | None = None

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        single_write: Any = SingleWrite(app, cycle)
        super()._start_asgi_task(cycle, single_write)

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        super()._unset_keepalive_if_required()

    def _unset_keepalive_if_required(self) -> None:
        self._idle_since = None

    def on_response_complete(self) -> None:
        self.server_state.total_requests += 1
        if self.transport.is_closing():
            return
        self.flow.resume_reading()
        if self.pipeline:
            self._start_asgi_task(*self.pipeline.pop())
            return
        self._idle_since = self.loop.time()
        if self.timeout_keep_alive_task is None:
            self._check_idle_in(self.timeout_keep_alive)

    def timeout_keep_alive_handler(self) -> None:
        self.timeout_keep_alive_task = None
        if self._idle_since is None:
            return
        left = self._idle_since + self.timeout_keep_alive - self.loop.time()
        if left > 0:
            self._check_idle_in(left)
        else:
            super().timeout_keep_alive_handler()

    def _check_idle_in(self, seconds: float) -> None:
        """Check after `seconds` whether the connection has been idle for too long."""
        self.timeout_keep_alive_task = self.loop.call_later(
            seconds, self.timeout_keep_alive_handler
        )
