"""The ceiling of the catalogue: /N gives N bytes that are ready, by uvicorn as RIP starts it.

`python -m bench.servers.static PORT` serves it.
"""

import contextlib
import functools
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import uvicorn
from starlette.types import Receive, Scope, Send

from bench.servers.launch import serving
from tests.kit.running import ROOT


@dataclass(frozen=True)
class StaticServer:
    pid: int
    url: str


@contextlib.contextmanager
def static_server() -> Iterator[StaticServer]:
    command = [sys.executable, "-m", "bench.servers.static"]
    with serving(lambda port: [*command, str(port)], ROOT, {}) as (pid, port):
        yield StaticServer(pid, f"http://127.0.0.1:{port}")


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
        http="httptools",
        lifespan="off",
        access_log=False,
        server_header=False,
        log_level="warning",
    )
