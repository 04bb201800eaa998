"""A server under load, in one process on one core, and what the load needs to know of it.

Databases and Redis run beside the load on the other core, for RIP and the peers alike.
"""

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import httpx
import pymysql

from bench.servers import pinned
from tests.running import free_port

START_SECONDS = 60.0


@dataclass(frozen=True)
class Pair:
    """The socket addresses of a room's sender and listener."""

    sender: str
    listener: str


@dataclass(frozen=True)
class Stand:
    """A server that runs. `rooms` makes that many new, empty rooms."""

    name: str
    pid: int
    rooms: Callable[[int], list[Pair]]


def printed(command: list[str], folder: Path, environment: dict[str, str]) -> Any:
    done = subprocess.run(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, check=True, text=True
    )
    return json.loads(done.stdout)


@contextlib.contextmanager
def serving(
    command: Callable[[int], list[str]], folder: Path, environment: dict[str, str]
) -> Iterator[tuple[int, int]]:
    """Run a server on the server's core; its process id, and the port it listens on."""
    port = free_port()
    merged = {**os.environ, **environment, "PORT": str(port)}
    with tempfile.TemporaryFile() as log:
        with pinned():
            process = subprocess.Popen(
                command(port), cwd=folder, env=merged, stdout=log, stderr=subprocess.STDOUT
            )
        try:
            _wait_until_listening(process, port)
            yield process.pid, port
        except BaseException:
            log.seek(0)
            sys.stderr.write(log.read()[-3000:].decode(errors="replace"))
            raise
        finally:
            process.terminate()
            process.wait(timeout=30)


def _wait_until_listening(process: "subprocess.Popen[bytes]", port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        # Any answer will do, even that there is nothing here.
        with contextlib.suppress(httpx.ConnectError):
            with contextlib.suppress(httpx.RemoteProtocolError):
                httpx.get(f"http://127.0.0.1:{port}/")
            return
        time.sleep(0.05)
    raise RuntimeError("A server did not start.")


@contextlib.contextmanager
def own_database(server: str) -> Iterator[str]:
    """The URL of a new database on this MariaDB."""
    name = f"bench_{os.urandom(6).hex()}"
    parts = urlsplit(server)
    connection = pymysql.connect(host=parts.hostname, port=parts.port or 3306, user="root")
    with connection, connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    yield urlunsplit(parts._replace(path=f"/{name}"))
