"""The database and the Redis that every server of a run uses, beside the load."""

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass

from bench.servers import SERVER_CORE
from tests.services import mariadb, redis

# What a site would give a database that is busy.
ROOMY = ("--innodb-buffer-pool-size=1G", "--innodb-log-file-size=512M")


@dataclass(frozen=True)
class Services:
    mariadb: str
    redis: str
    mariadb_pid: int


@contextlib.contextmanager
def services() -> Iterator[Services]:
    """Both run on the load's core, so that the server has its own to itself.

    Raises NotInstalled.
    """
    with contextlib.ExitStack() as running:
        cores = os.sched_getaffinity(0)
        os.sched_setaffinity(0, (cores - {SERVER_CORE}) or cores)
        try:
            database = running.enter_context(mariadb(*ROOMY))
            memory = running.enter_context(redis())
        finally:
            os.sched_setaffinity(0, cores)
        yield Services(database.url, memory.url, database.process.pid)
