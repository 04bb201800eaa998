"""Starts uvicorn with the WebSocket protocol and the settings that RIP relies on."""

import contextlib
import errno
import socket
from collections.abc import Iterator
from typing import Final

import structlog
import uvicorn
from django.conf import settings
from django.core.management.base import CommandError
from django.db import OperationalError

from rip.env import BASE_DIR
from rip.server.forwarding import ADVICE
from rip.server.http import HttpProtocol
from rip.server.websocket import WebSocketProtocol

log = structlog.get_logger(__name__)

# The chat answers frames up to this many bytes with an error frame; a larger one closes the socket,
# and so do parts of one message that are larger together.
LARGEST_WEBSOCKET_MESSAGE: Final = 128 * 1024


def check_port(host: str, port: int) -> None:
    """Check, before anything starts, that `host:port` can be bound. Raises CommandError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(_why_not(host, port, error)) from error


def _why_not(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is taken: stop what uses it, or choose another port."
    if error.errno == errno.EACCES:
        return f"Port {port} is for the system administrator: choose one above 1023."
    return f"“{host}” is not an address of this computer: choose another host."


@contextlib.contextmanager
def database_needed() -> Iterator[None]:
    """Raise CommandError if the block cannot reach the database."""
    try:
        yield
    except OperationalError as error:
        raise CommandError(
            f"The database does not answer ({error.args[-1]}): start it, or correct DATABASE_URL."
        ) from error


def serve(host: str, port: int, *, reload: bool = False) -> None:
    """Serve until stopped; with `reload`, restart whenever the code changes."""
    if settings.ENV.production and not settings.ENV.trusted_proxies:
        log.warning("no_trusted_proxies", advice=ADVICE)
    uvicorn.run(
        "rip.asgi:application",
        host=host,
        port=port,
        reload=reload,
        reload_dirs=[str(BASE_DIR / "rip")] if reload else None,
        reload_includes=["*.py", "*.html", "*.css", "*.js", "*.mo"] if reload else None,
        workers=None if reload else settings.RIP_WORKERS,
        loop="uvloop",
        http=HttpProtocol,
        interface="asgi3",
        ws=WebSocketProtocol,
        ws_max_size=LARGEST_WEBSOCKET_MESSAGE,
        ws_per_message_deflate=False,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(settings.ENV.trusted_proxies),
        forwarded_allow_ips=settings.ENV.trusted_proxies,
        timeout_graceful_shutdown=10,
    )
