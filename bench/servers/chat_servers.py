"""A server under load, in one process on one core, and what the load needs to know of it.

Databases and Redis run beside the load on the other core, for RIP and the peers alike.
"""

import contextlib
import json
import os
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pymysql


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
def own_database(server: str) -> Iterator[str]:
    """The URL of a new database on this MariaDB."""
    name = f"bench_{os.urandom(6).hex()}"
    parts = urlsplit(server)
    connection = pymysql.connect(host=parts.hostname, port=parts.port or 3306, user="root")
    with connection, connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    yield urlunsplit(parts._replace(path=f"/{name}"))
