"""Databases for servers of tests, copied from one that has been migrated, or has the demo on it.

Migrating takes seconds, most of all on MySQL, and tests start a hundred servers. All processes of a
run share what is copied: the first that needs it makes it.
"""

import atexit
import contextlib
import fcntl
import functools
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, Literal
from urllib.parse import urlsplit, urlunsplit

import pymysql
from pymysql.cursors import Cursor

ROOT = Path(__file__).resolve().parent.parent.parent
Content = Literal["nothing", "migrated", "demo"]

_FOLDER: Final = "RIP_TEST_TEMPLATES"
_SETTINGS: Final = "RIP_TEST_SERVED_SETTINGS"
_COMMANDS: Final[dict[Content, tuple[tuple[str, ...], ...]]] = {
    "nothing": (),
    "migrated": (("migrate", "--verbosity=0"),),
    "demo": (("migrate", "--verbosity=0"), ("demo",)),
}


def pytest_configure() -> None:
    """Give the processes of a run one folder for what they copy, and quick log-ins to its sites."""
    os.environ[_FOLDER] = str(_folder())
    os.environ[_SETTINGS] = "tests.kit.served_settings"


def served_settings() -> str:
    """The settings module of sites that are started here: outside of pytest that of RIP itself,
    for benchmarks measure what is shipped."""
    return os.environ.get(_SETTINGS, "rip.settings")


@functools.cache
def _folder() -> Path:
    """The folder of the run's templates; who makes it removes it at its end."""
    if _FOLDER in os.environ:
        return Path(os.environ[_FOLDER])
    folder = Path(tempfile.mkdtemp(prefix="rip-templates-"))
    atexit.register(_drop_templates, folder)
    return folder


@contextlib.contextmanager
def own_database(data_dir: Path, content: Content) -> Iterator[str]:
    """The URL of a database that is new, on the server that DATABASE_URL names or in a SQLite file.

    Its tables are those of this working tree's migrations. The pictures of the demo are in
    `data_dir` then.
    """
    given = os.environ.get("DATABASE_URL", "")
    if not given.startswith("mysql"):
        if content != "nothing":
            _copy_files(_sqlite_template(content), data_dir)
        yield f"sqlite:///{data_dir / 'rip.sqlite3'}"
        return
    name = f"rip_{uuid.uuid4().hex[:12]}"
    with _administer(given) as cursor:
        cursor.execute(f"CREATE DATABASE `{name}`")
    try:
        if content != "nothing":
            template, folder = _server_template(given, content)
            _copy_tables(given, template, name)
            _copy_files(folder, data_dir)
        yield _named(given, name)
    finally:
        with _administer(given) as cursor:
            cursor.execute(f"DROP DATABASE `{name}`")


def run_sql(url: str, statement: str, parameters: tuple[object, ...]) -> list[tuple[Any, ...]]:
    """Run a statement in a transaction of its own and return its rows."""
    parts = urlsplit(url)
    if parts.scheme != "mysql":
        # A server that writes at this moment is waited for.
        with contextlib.closing(sqlite3.connect(parts.path, timeout=30)) as database, database:
            return database.execute(statement.replace("%s", "?"), parameters).fetchall()
    with _administer(url) as cursor:
        cursor.execute(f"USE `{parts.path.lstrip('/')}`")
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())


def _copy_files(template: Path, data_dir: Path) -> None:
    """All but the secret key: sites that have the same hear each other through Redis."""
    others = shutil.ignore_patterns("secret_key")
    shutil.copytree(template, data_dir, dirs_exist_ok=True, ignore=others)


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


@contextlib.contextmanager
def _templates() -> Iterator[Path]:
    """The folder of the run's templates, while no other process makes one."""
    with (_folder() / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield _folder()


def _sqlite_template(content: Content) -> Path:
    with _templates() as templates:
        folder = templates / f"sqlite-{content}"
        if not folder.exists():
            _make(folder, f"sqlite:///{folder}.partial/rip.sqlite3", content)
        return folder


def _server_template(server: str, content: Content) -> tuple[str, Path]:
    with _templates() as templates:
        folder = templates / f"server-{content}"
        name_file = templates / f"server-{content}.name"
        if not folder.exists():
            name = f"rip_template_{uuid.uuid4().hex[:12]}"
            name_file.write_text(name)
            with _administer(server) as cursor:
                cursor.execute(f"CREATE DATABASE `{name}`")
            _make(folder, _named(server, name), content)
        return name_file.read_text(), folder


def _drop_templates(folder: Path) -> None:
    names = [file.read_text() for file in folder.glob("server-*.name")]
    shutil.rmtree(folder, ignore_errors=True)
    # A server that was started for this run alone is gone by now.
    server = os.environ.get("DATABASE_URL")
    if not names or server is None:
        return
    with contextlib.suppress(pymysql.OperationalError), _administer(server) as cursor:
        for name in names:
            cursor.execute(f"DROP DATABASE IF EXISTS `{name}`")


def _make(folder: Path, url: str, content: Content) -> None:
    """Fill a database, and `folder` with the files that belong to it."""
    partial = folder.with_name(f"{folder.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir()
    for command in _COMMANDS[content]:
        _manage(command, url, partial)
    partial.rename(folder)


def _manage(command: tuple[str, ...], url: str, data_dir: Path) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env={
            **os.environ,
            "DATABASE_URL": url,
            "RIP_DATA_DIR": str(data_dir),
            "DJANGO_SETTINGS_MODULE": served_settings(),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"A database could not be filled:\n{done.stderr[-3000:]}")


def _copy_tables(server: str, source: str, target: str) -> None:
    with _administer(server) as cursor:
        cursor.execute(f"USE `{target}`")
        cursor.execute("SET foreign_key_checks = 0, unique_checks = 0")
        cursor.execute(f"SHOW TABLES FROM `{source}`")
        for [table] in cursor.fetchall():
            cursor.execute(f"SHOW CREATE TABLE `{source}`.`{table}`")
            [(_, statement)] = cursor.fetchall()
            cursor.execute(statement)
            cursor.execute(
                "SELECT column_name FROM information_schema.columns WHERE table_schema = %s"
                " AND table_name = %s AND COALESCE(generation_expression, '') = ''",
                [source, table],
            )
            # Columns that the database generates may not be inserted.
            columns = ", ".join(f"`{name}`" for (name,) in cursor.fetchall())
            cursor.execute(
                f"INSERT INTO `{table}` ({columns}) SELECT {columns} FROM `{source}`.`{table}`"
            )
