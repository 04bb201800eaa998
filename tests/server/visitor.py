"""Clients of the server's HTTP protocol, without sockets."""

import asyncio
from collections.abc import Callable
from typing import Any

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.server import ServerState

from rip.server.http import HttpProtocol
from tests.kit.waiting import turns
from tests.server.wire import Wire

HEAD = b"POST /it HTTP/1.1\r\nhost: x\r\n"
WITH_BODY = HEAD + b"content-length: 100000\r\n\r\n"


async def silent(_scope: Scope, _receive: Receive, _send: Send) -> None:
    await asyncio.get_running_loop().create_future()


class Line(Wire):
    """A client's side of a connection."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self.unsent = 0

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        return (self.address, 1) if name == "peername" else default

    def set_protocol(self, protocol: asyncio.BaseProtocol) -> None: ...

    def get_write_buffer_size(self) -> int:
        return self.unsent

    def status(self) -> int:
        return int(self.written.split(b" ", 2)[1])


class Client:
    """A connection to a server whose application does not answer, unless another is given."""

    def __init__(
        self, address: str = "198.51.100.1", app: ASGIApp = silent, **options: Any
    ) -> None:
        config = uvicorn.Config(
            app,
            http=HttpProtocol,
            interface="asgi3",
            log_config=None,
            access_log=False,
            **options,
        )
        config.load()
        self.line = Line(address)
        self.protocol = HttpProtocol(config, ServerState(), {})
        self.protocol.connection_made(self.line)

    def send(self, *parts: bytes) -> None:
        for part in parts:
            if not self.line.closed:
                self.protocol.data_received(part)

    def is_ended_after(self, seconds: float) -> bool:
        self.protocol.end_if_slow(asyncio.get_running_loop().time() + seconds)
        return self.line.closed

    def leave(self) -> None:
        self.protocol.connection_lost(None)


def on_a_loop(scenario: Callable[[], None]) -> None:
    async def run() -> None:
        scenario()
        await turns()
        requests = asyncio.all_tasks() - {asyncio.current_task()}
        for request in requests:
            request.cancel()
        await asyncio.gather(*requests, return_exceptions=True)

    asyncio.run(run())
