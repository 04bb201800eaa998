"""Databases for servers of tests, copied from one that has been migrated.

Migrating takes seconds, most of all on MySQL, and tests start a hundred servers.
"""

import atexit
import contextlib
import functools
import os
import shutil
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pymysql
from pymysql.cursors import Cursor

ROOT = Path(__file__).resolve().parent.parent.parent


@contextlib.contextmanager
def own_database(data_dir: Path, *, migrated: bool) -> Iterator[str]:
    """The URL of a database that is new, on the server that DATABASE_URL names or in a SQLite file.

    It is empty unless it is to be `migrated`, by the code of this working tree.
    """
    given = os.environ.get("DATABASE_URL", "")
    if not given.startswith("mysql"):
        file = data_dir / "rip.sqlite3"
        if migrated:
            shutil.copy(_sqlite_template(), file)
        yield f"sqlite:///{file}"
        return
    name = f"rip_{uuid.uuid4().hex[:12]}"
    with _administer(given) as cursor:
        cursor.execute(f"CREATE DATABASE `{name}`")
    try:
        if migrated:
            _copy_tables(given, _server_template(given), name)
        yield _named(given, name)
    finally:
        with _administer(given) as cursor:
            cursor.execute(f"DROP DATABASE `{name}`")


def _named(server: str, name: str) -> str:
    return urlunsplit(urlsplit(server)._replace(path=f"/{name}"))


@contextlib.contextmanager
def _administer(url: str) -> Iterator[Cursor]:
    parts = urlsplit(url)
    connection = pymysql.connect(
        host=parts.hostname,
        port=parts.port or 3306,
        user=parts.username,
        password=parts.password or "",
        autocommit=True,
    )
    with connection, connection.cursor() as cursor:
        yield cursor


def _drop(server: str, name: str) -> None:
    with contextlib.suppress(pymysql.OperationalError), _administer(server) as cursor:
        cursor.execute(f"DROP DATABASE `{name}`")


@functools.cache
def _sqlite_template() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="rip-template-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    file = folder / "rip.sqlite3"
    _migrate(f"sqlite:///{file}", folder)
    return file


@functools.cache
def _server_template(server: str) -> str:
    name = f"rip_template_{uuid.uuid4().hex[:12]}"
    with _administer(server) as cursor:
        cursor.execute(f"CREATE DATABASE `{name}`")
    atexit.register(_drop, server, name)
    with tempfile.TemporaryDirectory(prefix="rip-template-") as folder:
        _migrate(_named(server, name), Path(folder))
    return name


def _migrate(url: str, data_dir: Path) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity=0"],
        cwd=ROOT,
        env={
            **os.environ,
            "DATABASE_URL": url,
            "RIP_DATA_DIR": str(data_dir),
            "DJANGO_SETTINGS_MODULE": "rip.settings",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"A database could not be migrated:\n{done.stderr[-3000:]}")


def _copy_tables(server: str, source: str, target: str) -> None:
    with _administer(server) as cursor:
        cursor.execute(f"USE `{target}`")
        cursor.execute("SET foreign_key_checks = 0, unique_checks = 0")
        cursor.execute(f"SHOW TABLES FROM `{source}`")
        for [table] in cursor.fetchall():
            cursor.execute(f"SHOW CREATE TABLE `{source}`.`{table}`")
            [(_, statement)] = cursor.fetchall()
            cursor.execute(statement)
            cursor.execute(f"INSERT INTO `{table}` SELECT * FROM `{source}`.`{table}`")
