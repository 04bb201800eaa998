"""uvicorn and ServeStatic are as they were when RIP overrode them: see `tests.kit.libraries`."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from servestatic import ServeStaticASGI
from servestatic.responders import StaticFile

from rip.server.http import HttpProtocol
from rip.server.websocket import WebSocketProtocol
from tests.kit.libraries import digest, overridden
from tests.server.test_websocket_frames import opened


def test_the_websocket_protocol() -> None:
    assert overridden(WebSocketProtocol) == {
        "__init__": "631dcd744eab",
        "on_task_complete": "f45490be9f80",
        "handle_connect": "fc648c2161ff",
        "send": "d4919ed760ce",
        "send_receive_event_to_app": "a2b10de91477",
        "data_received": "c89d394077d8",
        "keepalive_timeout": "8e1ceb6ec446",
        "receive": "1dc0e7153900",
        "handle_parser_exception": "ff5cf13c764f",
    }


def test_the_http_protocol() -> None:
    assert overridden(HttpProtocol) == {
        "__init__": "4f0899941034",
        "connection_made": "6efb565ff3d3",
        "connection_lost": "c91a4c9bf2e2",
        "handle_websocket_upgrade": "179c4f769386",
        "data_received": "010a7ae59a5d",
        "on_message_begin": "96d377fdc7c2",
        "on_headers_complete": "1ea8589acfad",
        "on_body": "dba9c32aeba3",
        "send_400_response": "ae5a4a3782b6",
    }


@pytest.mark.parametrize(
    ("function", "expected"),
    [
        (ServeStaticASGI.__init__, "cce0589a3409"),
        (ServeStaticASGI.__call__, "9f402e0b0b97"),
        (ServeStaticASGI.add_mime_headers, "f91a25a51613"),
        (ServeStaticASGI.add_cache_headers, "8ba7bb68b962"),
        (StaticFile.__init__, "b44159aa9dd1"),
    ],
    ids=lambda one: getattr(one, "__qualname__", ""),
)
def test_functions_that_are_relied_on(function: Callable[..., Any], expected: str) -> None:
    assert digest(function) == expected


def test_every_attribute_of_a_socket_has_a_slot() -> None:
    """An attribute that uvicorn adds would give each idle socket a dictionary."""

    async def scenario() -> dict[str, Any]:
        talk = await opened()
        attributes = dict(vars(talk.protocol))
        talk.protocol.connection_lost(None)
        return attributes

    assert asyncio.run(scenario()) == {}
