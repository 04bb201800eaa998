"""MariaDB and Redis for every server of a benchmark, beside the load."""

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

import pymysql

from bench.servers.launch import leave_server_core
from tests.kit.services import mariadb, redis

# As on a busy site.
LARGE = ("--innodb-buffer-pool-size=1G", "--innodb-log-file-size=512M")


@dataclass(frozen=True)
class Services:
    mariadb: str
    redis: str
    mariadb_pid: int


@contextlib.contextmanager
def services(*settings: str) -> Iterator[Services]:
    """Run both on the load's core, so that the server has its own to itself. `settings` are added
    to those of MariaDB.

    Raises NotInstalled.
    """
    with contextlib.ExitStack() as running:
        cores = os.sched_getaffinity(0)
        leave_server_core()
        try:
            database = running.enter_context(mariadb(*LARGE, *settings))
            memory = running.enter_context(redis())
        finally:
            os.sched_setaffinity(0, cores)
        yield Services(database.url, memory.url, database.process.pid)


@contextlib.contextmanager
def own_database(server: str) -> Iterator[str]:
    """Create a database on this MariaDB, and yield its URL."""
    name = f"bench_{os.urandom(6).hex()}"
    parts = urlsplit(server)
    connection = pymysql.connect(host=parts.hostname, port=parts.port or 3306, user="root")
    with connection, connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    yield urlunsplit(parts._replace(path=f"/{name}"))
