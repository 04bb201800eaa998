"""The ceiling: an ASGI application that answers /N with N bytes it has ready, on RIP's own server.

`python -m bench.static PORT` serves it.
"""

import functools
import sys

import uvicorn
from starlette.types import Receive, Scope, Send

from rip.server.http import HttpProtocol


@functools.cache
def _bytes(count: int) -> bytes:
    return b"x" * count


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    body = _bytes(int(scope["path"][1:] or 0))
    headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


if __name__ == "__main__":
    uvicorn.run(
        application,
        port=int(sys.argv[1]),
        loop="uvloop",
        http=HttpProtocol,
        lifespan="off",
        access_log=False,
        server_header=False,
        log_level="warning",
    )
