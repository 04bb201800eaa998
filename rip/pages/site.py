"""Django's pages in a bounded number of threads.

Django's own handler gives each request a thread of its own, and with it a new connection to the
database; its middleware, which is not async, goes there and back for each layer. Here a request
makes one hop, to one of a few threads that keep their connections, and passes the whole of Django
there as it would under WSGI.
"""

import asyncio
import itertools
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from typing import IO, Final, NamedTuple

from asgiref.sync import sync_to_async
from django.core import signals
from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.core.handlers.base import BaseHandler
from django.http.response import HttpResponseBase
from django.urls import set_script_prefix
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from rip.core.database import threads

# Those who come after so many would be answered when they wait no more.
MOST_HERE: Final = 256

# Forms that passwords are sent with.
PASSWORD_FORMS: Final = ("/accounts/", "/profile/", "/admin/login/", "/admin/accounts/user/")

# A longer response that is a stream is sent in pieces of about so many bytes.
PIECE: Final = 64 * 1024


class Answer(NamedTuple):
    """A response; one that is longer than a piece goes on with `rest`."""

    status: int
    headers: list[tuple[bytes, bytes]]
    piece: bytes
    rest: "Rest | None"


class Rest:
    """The part of a stream that is not sent yet. It is read and closed in the thread that calls
    it."""

    def __init__(self, response: HttpResponseBase, pieces: Iterator[bytes]) -> None:
        self._response = response
        self._pieces = pieces

    def read(self) -> bytes:
        """The next piece; empty at the end."""
        return next(self._pieces, b"")

    def close(self) -> None:
        self._response.close()


class SyncStack(ASGIHandler):
    """Middleware and views that are called, not awaited."""

    def __init__(self) -> None:
        # Not ASGIHandler's own, which adapts each layer of middleware to be awaited.
        BaseHandler.__init__(self)
        self.load_middleware(is_async=False)


class DjangoSite:
    """An ASGI application: all middleware and views of Django, in the threads of a pool.

    A request that comes while `most` are here gets what `busy` returns.
    """

    def __init__(
        self, pool: ThreadPoolExecutor, busy: Callable[[], Response], most: int = MOST_HERE
    ) -> None:
        self._django = SyncStack()
        self._busy = busy
        self._most = most
        self._here = 0
        # Views that await something do so on the event loop that they were called from.
        self._call = sync_to_async(threads.in_thread, thread_sensitive=False, executor=pool)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            body = await self._django.read_body(receive)
        except RequestAborted:
            return
        with closing(body):
            if self._here >= self._most:
                await self._busy()(scope, receive, send)
                return
            self._here += 1
            try:
                answer = await self._call(partial(self._answer, scope, body))
            finally:
                self._here -= 1
        start = {"type": "http.response.start", "status": answer.status, "headers": answer.headers}
        await send(start)
        if answer.rest is None:
            await send({"type": "http.response.body", "body": answer.piece})
        elif scope["method"] == "HEAD":
            await self._call(answer.rest.close)
            await send({"type": "http.response.body", "body": b""})
        else:
            await self._send_all(answer.piece, answer.rest, receive, send)

    async def _send_all(self, piece: bytes, rest: Rest, receive: Receive, send: Send) -> None:
        """Send a stream. No thread waits for the client, and each piece is read once the one
        before it was taken; when the client leaves, the rest is not read."""
        # All that comes after the body of a request.
        left = asyncio.ensure_future(receive())
        try:
            while piece and not left.done():
                await send({"type": "http.response.body", "body": piece, "more_body": True})
                piece = await self._call(rest.read)
            await send({"type": "http.response.body", "body": b""})
        finally:
            left.cancel()
            await asyncio.shield(self._call(rest.close))

    def _answer(self, scope: Scope, body: IO[bytes]) -> Answer:
        set_script_prefix(get_script_prefix(scope))
        signals.request_started.send(sender=SyncStack, scope=scope)
        request, refused = self._django.create_request(scope, body)
        response = refused if request is None else self._django.get_response(request)
        assert response is not None
        if not response.streaming:
            with closing(response):
                return Answer(response.status_code, _headers(response), b"".join(response), None)
        return _begun(response)


def _begun(response: HttpResponseBase) -> Answer:
    """The beginning of a stream, which is all of most."""
    try:
        pieces = _pieces(iter(response))
        first, second = next(pieces, b""), next(pieces, b"")
    except BaseException:
        response.close()
        raise
    if not second:
        with closing(response):
            response["Content-Length"] = len(first)
            return Answer(response.status_code, _headers(response), first, None)
    rest = Rest(response, itertools.chain((second,), pieces))
    return Answer(response.status_code, _headers(response), first, rest)


def _pieces(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Chunks put together, so that each piece is worth a call of a thread."""
    piece = bytearray()
    for chunk in chunks:
        piece += chunk
        if len(piece) >= PIECE:
            yield bytes(piece)
            piece.clear()
    if piece:
        yield bytes(piece)


def _headers(response: HttpResponseBase) -> list[tuple[bytes, bytes]]:
    headers = [(name.encode("ascii"), value.encode("latin-1")) for name, value in response.items()]
    cookies = [cookie.output(header="").strip() for cookie in response.cookies.values()]
    return headers + [(b"Set-Cookie", cookie.encode("ascii")) for cookie in cookies]


class PasswordsApart:
    """Gives forms with passwords to one site and all else to another, so that a flood of log-ins
    keeps no page waiting."""

    def __init__(self, site: ASGIApp, passwords: ASGIApp) -> None:
        self.site = site
        self.passwords = passwords

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_sent = scope["method"] == "POST" and scope["path"].startswith(PASSWORD_FORMS)
        await (self.passwords if is_sent else self.site)(scope, receive, send)
