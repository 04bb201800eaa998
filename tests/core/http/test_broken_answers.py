"""An answer that breaks off ends its connection: it is logged, and no second answer follows it."""

import asyncio
import logging
import socket
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from typing import TypeAlias

import pytest
import uvicorn
from fastapi import Response
from fastapi.responses import StreamingResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from rip.asgi import FrontDoor, HttpDoors
from rip.core.errors import Conflict, TooLarge
from rip.core.http import problems
from rip.core.http.languages import RequestLanguage
from rip.core.http.limits import BodySizeLimit
from rip.core.http.routes import DirectApi, direct
from rip.core.http.security import EmbedOrigins, KnownHosts, SecurityHeaders
from rip.server.access_log import AccessLog
from rip.server.static_files import static_door

Layer: TypeAlias = Callable[[ASGIApp], ASGIApp]

ORIGIN = "https://shop.example"
REQUEST = (
    f"POST /api/it HTTP/1.1\r\nHost: localhost\r\nOrigin: {ORIGIN}\r\n"
    "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
).encode()


class BrokeOffError(Exception):
    """Nobody expects it."""


def _all_of_them(app: ASGIApp) -> ASGIApp:
    for layer in (BodySizeLimit, KnownHosts, SecurityHeaders, RequestLanguage, _embed, AccessLog):
        app = layer(app)
    return FrontDoor(app, app)


def _embed(app: ASGIApp) -> ASGIApp:
    return EmbedOrigins(app, ("/api/",), [ORIGIN])


def _other_origins(app: ASGIApp) -> ASGIApp:
    return EmbedOrigins(app, ("/api/",), ["https://other.example"])


def _doors(app: ASGIApp) -> ASGIApp:
    return HttpDoors(app, app)


LAYERS: list[Layer] = [
    BodySizeLimit,
    KnownHosts,
    SecurityHeaders,
    RequestLanguage,
    AccessLog,
    static_door,
    _embed,
    _other_origins,
    _doors,
    _all_of_them,
]


def breaking_off(error: Exception, *, begun: bool) -> ASGIApp:
    """An application that fails in the middle of its answer, or before it."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        while (await receive()).get("more_body"):
            pass
        if begun:
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": b"half", "more_body": True})
        raise error

    return app


@contextmanager
def served(app: ASGIApp) -> Iterator[int]:
    """Serve `app` as RIP is served, and give the port."""
    listening = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(
        app, http="httptools", lifespan="off", log_config=None, access_log=False, interface="asgi3"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=lambda: asyncio.run(server.serve([listening])))
    thread.start()
    try:
        yield listening.getsockname()[1]
    finally:
        server.should_exit = True
        thread.join()


def all_that_comes(app: ASGIApp) -> bytes:
    """All that the server sends until it closes the connection, to a client that would go on."""
    with served(app) as port, socket.create_connection(("127.0.0.1", port), timeout=20) as client:
        client.sendall(REQUEST)
        return b"".join(iter(lambda: client.recv(4096), b""))


def errors_in(caplog: pytest.LogCaptureFixture) -> list[BaseException | None]:
    return [
        record.exc_info[1]
        for record in caplog.records
        if record.levelno >= logging.ERROR and record.exc_info
    ]


@pytest.mark.parametrize("error", [BrokeOffError(), Conflict(), TooLarge()])
@pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: layer.__name__.strip("_"))
def test_no_layer_answers_again_once_an_answer_has_begun(
    layer: Layer, error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    sent = all_that_comes(layer(breaking_off(error, begun=True)))
    assert sent.startswith(b"HTTP/1.1 200 ")
    assert sent.endswith(b"\r\n\r\n4\r\nhalf\r\n")
    assert sent.count(b"HTTP/1.1") == 1
    assert errors_in(caplog) == [error]


def test_the_access_log_has_the_status_that_was_sent() -> None:
    for begun, status in ((True, 200), (False, 0)):
        lines: list[str] = []
        log = AccessLog(breaking_off(BrokeOffError(), begun=begun), lines.append)
        asyncio.run(_ask(log))
        [line] = lines
        assert "method=GET" in line
        assert "path=/it " in line
        assert line.endswith(f"status={status}\n")


async def _ask(app: ASGIApp) -> None:
    async def receive() -> dict[str, object]:
        return {"type": "http.request"}

    async def send(message: object) -> None:
        pass

    scope = {"type": "http", "method": "GET", "path": "/it", "headers": []}
    with pytest.raises(BrokeOffError):
        await app(scope, receive, send)


def api(*, is_direct: bool, error: Exception) -> DirectApi:
    """An API of one route, whose answer breaks off."""
    app = DirectApi()
    problems.install(app)

    async def halves() -> AsyncIterator[bytes]:
        yield b"half"
        raise error

    async def it() -> Response:
        return StreamingResponse(halves())

    app.add_api_route("/api/it", direct(it) if is_direct else it, methods=["POST"])
    app.middleware_stack = app.build_middleware_stack()
    assert app.direct_routes is not None
    assert bool(app.direct_routes.fixed) is is_direct
    return app


@pytest.mark.parametrize("error", [BrokeOffError(), Conflict()])
@pytest.mark.parametrize("is_direct", [True, False], ids=["direct", "by FastAPI"])
def test_no_route_answers_again_once_its_answer_has_begun(
    is_direct: bool, error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    sent = all_that_comes(_all_of_them(api(is_direct=is_direct, error=error)))
    assert sent.startswith(b"HTTP/1.1 200 ")
    assert sent.endswith(b"\r\n\r\n4\r\nhalf\r\n")
    assert sent.count(b"HTTP/1.1") == 1
    [logged] = errors_in(caplog)
    assert error in (logged, logged.__cause__ if logged else None)
