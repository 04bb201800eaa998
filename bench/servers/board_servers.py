"""RIP and the catalogue's peers as servers under test, filled with adverts.

All of them keep their adverts in a SQLite file with a write-ahead log.
"""

import contextlib
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import httpx

from bench.data.adverts import advert
from bench.data.people import PASSWORD
from bench.peers.install import PEERS, drf_python, pocketbase
from bench.servers.boards import BareRip, Drf, PocketBase, Rip, pocketbase_id
from bench.servers.launch import DidNotStart, pinned, serving
from bench.servers.rip import NO_LIMITS, rip
from tests.kit.running import ROOT, Server

# Gunicorn's own advice for one core: 2 × cores + 1.
GUNICORN_WORKERS = 3
GUNICORN_THREADS = 4
# A million adverts may take their time.
START_SECONDS = 300.0
FILL = [sys.executable, "-m", "bench.data.fill_adverts"]


@contextlib.contextmanager
def rip_board(size: int, access_log: str) -> Iterator[Rip]:
    """Fill a board, and start it again on its adverts, as after an upgrade."""
    with _filled(size, access_log) as server:
        yield Rip(size, server.url, server.process.pid, server=server, database=_file(server))


@contextlib.contextmanager
def bare_rip_board(size: int) -> Iterator[BareRip]:
    with _filled(size, "off", **NO_LIMITS) as server:
        yield BareRip(size, server.url, server.process.pid, server=server, database=_file(server))


@contextlib.contextmanager
def _filled(size: int, access_log: str, **environment: str) -> Iterator[Server]:
    with rip(access_log=access_log, **environment) as server:
        fill_rip(server, "fill", size)
        server.stop()
        start(server)
        yield server


def _file(server: Server) -> Path:
    return server.data_dir / "rip.sqlite3"


def start(server: Server) -> float:
    """Start RIP, and return the seconds until it was ready. Raises DidNotStart."""
    begun = time.perf_counter()
    with pinned():
        server.launch()
    while server.process.poll() is None and time.perf_counter() < begun + START_SECONDS:
        with contextlib.suppress(httpx.TransportError):
            if httpx.get(f"{server.url}/readyz", timeout=START_SECONDS).status_code == 200:
                return time.perf_counter() - begun
        time.sleep(0.01)
    raise DidNotStart(server.log()[-3000:])


def fill_rip(server: Server, action: str, count: int) -> None:
    """Write to the database behind the server's back: see `bench.data.fill_adverts`."""
    subprocess.run([*FILL, action, str(count)], cwd=ROOT, env=server.environment, check=True)


@contextlib.contextmanager
def pocketbase_board(size: int, *, signed_in: bool = False) -> Iterator[PocketBase]:
    """With `signed_in` its rules want a token, and it logs requests. Raises PeerUnavailable."""
    program = str(pocketbase())
    environment = {"PEER_SIGNED_IN": PASSWORD} if signed_in else {}
    with tempfile.TemporaryDirectory(prefix="rip-pocketbase-") as folder:
        common = ["--dir", folder, "--migrationsDir", str(PEERS / "pocketbase" / "migrations")]
        subprocess.run(
            [program, "migrate", "up", *common],
            env={**os.environ, **environment},
            stdout=subprocess.DEVNULL,
            check=True,
        )
        rows = ({"id": pocketbase_id(n), **advert(n)} for n in range(1, size + 1))
        path = Path(folder) / "data.db"
        fill_table(path, "adverts", rows)
        command = [program, "serve", *common, "--automigrate=false", "--http"]
        address = "127.0.0.1:{}".format
        running = serving(lambda port: [*command, address(port)], ROOT, environment)
        with running as (pid, port):
            yield PocketBase(size, f"http://127.0.0.1:{port}", pid, database=path)


@contextlib.contextmanager
def drf_board(size: int, *, signed_in: bool = False) -> Iterator[Drf]:
    """With `signed_in` it wants a token. Raises PeerUnavailable."""
    python = str(drf_python())
    with tempfile.TemporaryDirectory(prefix="rip-drf-") as folder:
        path = Path(folder) / "db.sqlite3"
        environment = {"PEER_DATABASE": str(path), "DJANGO_SETTINGS_MODULE": "board.settings"}
        site = PEERS / "drf_board"
        commands = [["migrate", "-v0"]]
        if signed_in:
            environment["PEER_SIGNED_IN"] = "1"
            environment["DJANGO_SUPERUSER_PASSWORD"] = PASSWORD
            person = ["--username", "bench", "--email", "bench@example.org"]
            commands.append(["createsuperuser", "--noinput", "-v0", *person])
        for arguments in commands:
            command = [python, "manage.py", *arguments]
            subprocess.run(command, cwd=site, env={**os.environ, **environment}, check=True)
        fill_table(path, "board_advert", ({"id": n, **advert(n)} for n in range(1, size + 1)))
        command = [
            *(python, "-m", "gunicorn", "board.wsgi", "--log-level", "warning"),
            *("--workers", str(GUNICORN_WORKERS), "--threads", str(GUNICORN_THREADS)),
            *("--keep-alive", "75", "--graceful-timeout", "2", "--bind"),
        ]
        with serving(lambda port: [*command, f"127.0.0.1:{port}"], site, environment) as running:
            pid, port = running
            yield Drf(size, f"http://127.0.0.1:{port}", pid, database=path)


def fill_table(path: Path, table: str, rows: Iterable[dict[str, Any]]) -> None:
    """Insert the rows, which all have the same columns, in one transaction."""
    rest = iter(rows)
    first = next(rest)
    marks = ", ".join(f":{column}" for column in first)
    insert = f"INSERT INTO {table} ({', '.join(first)}) VALUES ({marks})"
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(insert, first)
        connection.executemany(insert, rest)
