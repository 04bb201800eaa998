"""Responses of bytes: cached ones, with their ETag and compressed forms, and ones sent once."""

import asyncio
from collections.abc import Sequence
from hashlib import blake2b
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from rip.core.http.compression import Coding, coding_for, compress

# Fewer bytes fit one packet anyway.
SMALLEST_COMPRESSED: Final = 1_400
# More bytes are compressed in a thread, and quickly: it takes milliseconds.
LARGE: Final = 64 * 1024

RawHeaders = list[tuple[bytes, bytes]]


class CachedResponse(Response):
    """Bytes with an ETag; a client that has them already gets a 304.

    `headers` are sent with the bytes and with a 304. The tag is a hash of the bytes, so it is the
    same in every process. Each compressed form is made once, for the first client that wants it.
    """

    def __init__(
        self,
        body: bytes,
        content_type: bytes = b"application/json",
        headers: Sequence[tuple[bytes, bytes]] = ((b"vary", b"Accept-Encoding"),),
    ) -> None:
        # Not Response's own, every part of which is made for a response that is sent once.
        self.body = body
        self.status_code = 200
        self.background = None
        self.tag = b'W/"%s"' % blake2b(body, digest_size=12).hexdigest().encode()
        self._shared: RawHeaders = [
            (b"etag", self.tag),
            (b"cache-control", b"no-cache"),
            *headers,
        ]
        self._content_type = content_type
        self.raw_headers = self._described(body)
        self._compressed: dict[Coding, asyncio.Future[tuple[RawHeaders, bytes]]] = {}

    def _described(self, body: bytes, *more: tuple[bytes, bytes]) -> RawHeaders:
        length = (b"content-length", b"%d" % len(body))
        return [(b"content-type", self._content_type), length, *self._shared, *more]

    @property
    def headers(self) -> MutableHeaders:
        return MutableHeaders(raw=self.raw_headers)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        status, headers, body = 200, self.raw_headers, self.body
        coding = None
        for name, value in scope["headers"]:
            if name == b"if-none-match" and self._matches(value):
                status, headers, body = 304, self._shared, b""
                break
            if name == b"accept-encoding":
                coding = coding_for(value)
        if status == 200 and coding is not None and len(body) >= SMALLEST_COMPRESSED:
            headers, body = await self._in(coding)
        # Copied, because the layers outside add headers of their own.
        start = {"type": "http.response.start", "status": status, "headers": headers.copy()}
        await send(start)
        await send({"type": "http.response.body", "body": body})

    def _matches(self, if_none_match: bytes) -> bool:
        tags = [tag.strip().removeprefix(b"W/") for tag in if_none_match.split(b",")]
        return self.tag.removeprefix(b"W/") in tags or b"*" in tags

    async def _in(self, coding: Coding) -> tuple[RawHeaders, bytes]:
        if coding not in self._compressed:
            self._compressed[coding] = asyncio.ensure_future(self._compress(coding))
        # Shielded: a client that goes away does not end it for the others.
        return await asyncio.shield(self._compressed[coding])

    async def _compress(self, coding: Coding) -> tuple[RawHeaders, bytes]:
        body = bytes(self.body)
        if len(body) < LARGE:
            compressed = compress(body, coding, quickly=False)
        else:
            compressed = await asyncio.to_thread(compress, body, coding, quickly=True)
        return self._described(compressed, (b"content-encoding", coding.encode())), compressed


class EncodedResponse(Response):
    """JSON that is sent once."""

    def __init__(self, body: bytes, status: int = 200, **headers: str) -> None:
        # Not Response's own, which looks at every header in search of the first two.
        self.body = body
        self.status_code = status
        self.background = None
        self.raw_headers = [
            (b"content-type", b"application/json"),
            (b"content-length", b"%d" % len(body)),
        ]
        for name, value in headers.items():
            self.raw_headers.append((name.lower().encode(), value.encode("latin-1")))


_PRIVATE: Final = (b"cache-control", b"no-store")


def private_json(body: bytes) -> EncodedResponse:
    """JSON of one caller's own, which no cache keeps."""
    response = EncodedResponse(body)
    response.raw_headers.append(_PRIVATE)
    return response
