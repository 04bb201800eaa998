"""HTTP by hand, for requests that no client library would send."""

import http.client
import socket
from dataclasses import dataclass
from typing import Any

import httpx


@dataclass(frozen=True)
class Exchange:
    """The response; `closed` if the server then closed the connection."""

    answer: httpx.Response
    closed: bool


def head(method: str, path: str, **headers: Any) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def exchange(port: int, *parts: bytes, hang_up: bool = False) -> Exchange | None:
    """Send `parts` and read one answer; with `hang_up`, say first that no more will follow.

    None when the server closes without an answer. A server that does neither within 20 seconds
    raises TimeoutError.
    """
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        try:
            for part in parts:
                connection.sendall(part)
        except OSError:
            pass  # the server has heard enough; its answer is what counts
        if hang_up:
            connection.shutdown(socket.SHUT_WR)
        raw = http.client.HTTPResponse(connection)
        try:
            raw.begin()
        except (http.client.BadStatusLine, ConnectionError):
            return None
        answer = httpx.Response(raw.status, headers=raw.getheaders(), content=raw.read())
        return Exchange(answer, closed=raw.will_close and _is_closed(connection))


def _is_closed(connection: socket.socket) -> bool:
    try:
        return connection.recv(1) == b""
    except ConnectionError:
        return True
