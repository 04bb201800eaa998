"""RIP under test on a filled site of its own, and the people who are signed in there."""

import contextlib
import functools
import itertools
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import pymysql
from pymysql.cursors import Cursor

from bench.servers.chat_servers import json_output
from bench.servers.processes import cpu_seconds, process_tree
from bench.servers.rip import rip
from bench.servers.statements import statements_counted
from bench.surface.people import People, people_of
from bench.surface.templates import Copy, Engine, Size, copied
from tests.kit.running import ROOT, Server

# The bench outlives the tokens that a site gives out as it is shipped.
ACCESS_MINUTES: Final = "1000"

# The statements by which this process itself asked for the count.
_asked = itertools.count(1)


@dataclass(frozen=True)
class Site:
    """A running server."""

    name: str
    people: People
    pid: int
    server: Server
    copy: Copy

    def cpu_seconds(self) -> float:
        return sum(map(cpu_seconds, process_tree(self.pid)))


@contextlib.contextmanager
def running_site(
    name: str, engine: Engine, size: Size, *, access_log: str = "on", **environment: str
) -> Iterator[Site]:
    """Serve RIP as shipped. Raises NotInstalled where MariaDB or Redis is missing."""
    with copied(engine, size) as copy:
        settings = {
            "RIP_ACCESS_MINUTES": ACCESS_MINUTES,
            **copy.environment,
            **environment,
        }
        with rip(access_log=access_log, **settings) as server:
            command = [sys.executable, "-m", "bench.data.sign_in"]
            signed_in = json_output(command, ROOT, server.environment)
            people = people_of(server.url, size.contents, signed_in)
            yield Site(name, people, server.process.pid, server, copy)


@contextlib.contextmanager
def counting_site(engine: Engine, size: Size) -> Iterator[tuple[Site, Callable[[], int]]]:
    """Serve RIP, and yield a function that counts the statements its database has run so far."""
    with contextlib.ExitStack() as running:
        if engine == "mariadb":
            site = running.enter_context(running_site("counting", engine, size))
            url = urlsplit(site.copy.url)
            connection = pymysql.connect(host=url.hostname, port=url.port or 3306, user="root")
            cursor = running.enter_context(contextlib.closing(connection)).cursor()
            yield site, functools.partial(_questions, cursor)
            return
        file = Path(running.enter_context(tempfile.TemporaryDirectory())) / "statements"
        counted = {"BENCH_STATEMENTS": str(file)}
        site = running.enter_context(running_site("counting", engine, size, **counted))
        yield site, functools.partial(statements_counted, file)


def _questions(cursor: Cursor) -> int:
    """Return how many statements MariaDB was sent, but for these."""
    cursor.execute("SHOW GLOBAL STATUS LIKE 'Questions'")
    [(_, count)] = cursor.fetchall()
    asked = next(_asked)
    return int(count) - asked
