"""The ceiling: an ASGI application that answers /N with N bytes it has ready."""

import functools

from starlette.types import Receive, Scope, Send


@functools.cache
def _bytes(count: int) -> bytes:
    return b"x" * count


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    body = _bytes(int(scope["path"][1:] or 0))
    headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})
