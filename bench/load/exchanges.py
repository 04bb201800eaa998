"""Requests, and the responses that are right for them."""

import functools
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

import httpx

RESPONSE_SECONDS: Final = 60.0


class WrongResponse(Exception):
    """The server did not answer as it should, so there is nothing to measure."""


def require(right: bool, message: str) -> None:
    """Raise WrongResponse with the message unless all is right."""
    if not right:
        raise WrongResponse(f"A wrong response: {message}.")


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request as it is sent, and the response that is right: its status, its size in bytes if
    that is known, and a check of the bodies that are read, which raises WrongResponse. Few are
    read, unless a later request needs what is in them: `read`.
    """

    encoded: bytes
    status: int
    check: Callable[[bytes], None] | None = None
    size: int | None = None
    read: bool = False


@dataclass(frozen=True)
class Request:
    """A request, and the status that is right for it."""

    url: str
    method: str = "GET"
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    status: int = 200

    def encode(self) -> bytes:
        parts = urlsplit(self.url)
        target = f"{parts.path}?{parts.query}" if parts.query else parts.path
        headers = {"Host": parts.netloc, "Content-Length": str(len(self.body)), **self.headers}
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        return f"{self.method} {target} HTTP/1.1\r\n{lines}\r\n".encode() + self.body

    def exchange(
        self,
        check: Callable[[bytes], None] | None = None,
        size: int | None = None,
        *,
        read: bool = False,
    ) -> Exchange:
        return Exchange(self.encode(), self.status, check, size, read)


def fetch(request: Request, client: httpx.Client | None = None) -> httpx.Response:
    """Send one request outside of any measurement. Raises WrongResponse."""
    send = client.request if client else functools.partial(httpx.request, timeout=RESPONSE_SECONDS)
    try:
        response = send(request.method, request.url, headers=request.headers, content=request.body)
    except httpx.TransportError as error:
        raise WrongResponse(f"{request.url}: {error!r}") from error
    require(
        response.status_code == request.status,
        f"{request.method} {request.url} gave {response.status_code}, {response.text[:200]}",
    )
    return response
