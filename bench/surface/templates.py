"""Filled databases, made once and kept in var/bench/surface: one for each size and engine.

A server gets a copy of its own, so that what it writes is gone with it. A template is migrated when
RIP has other migrations than before, and made anew when what fills the site has changed.
"""

import contextlib
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final, Literal

import pymysql

from bench.data.contents import Contents
from bench.peers.install import CACHE
from bench.servers import services
from tests.kit.running import ROOT
from tests.kit.services import Service, mariadb

FOLDER: Final = CACHE / "surface"
NAME: Final = "rip"
# A template follows from the first, and a file in it says which of the second it had.
DATA: Final = ("bench/data/adverts.py", "bench/data/contents.py", "bench/data/fill_*.py")
MIGRATIONS: Final = ("rip/*/migrations/*.py",)
STAMP: Final = "migrations"

Engine = Literal["sqlite", "mariadb"]
ENGINES: Final[tuple[Engine, ...]] = ("sqlite", "mariadb")


@dataclass(frozen=True)
class Size:
    name: str
    contents: Contents


SMALL: Final = Size("small", Contents(1_000, 100, 20, 50, 20, 20))
LARGE: Final = Size("large", Contents(100_000, 10_000, 100, 5_000, 2_000, 1_000_000))
SIZES: Final = {size.name: size for size in (SMALL, LARGE)}


@dataclass(frozen=True)
class Copy:
    """A filled database that nobody else uses: what RIP needs to find it, and its files."""

    environment: dict[str, str]
    folder: Path
    # Of MariaDB, over which others may reach it.
    url: str = ""


@contextlib.contextmanager
def copied(engine: Engine, size: Size) -> Iterator[Copy]:
    """Raises NotInstalled where MariaDB or Redis is missing."""
    made = _template(engine, size)
    with tempfile.TemporaryDirectory(prefix=f"rip-{engine}-", dir=FOLDER) as parent:
        folder = Path(parent) / "data"
        shutil.copytree(made, folder)
        if engine == "sqlite":
            yield Copy({"DATABASE_URL": _sqlite_url(folder)}, folder)
            return
        with services.services(f"--datadir={folder}") as used:
            environment = {"DATABASE_URL": used.mariadb, "REDIS_URL": used.redis}
            yield Copy(environment, folder, used.mariadb)


def _sqlite_url(folder: Path) -> str:
    return f"sqlite:///{folder / 'rip.sqlite3'}"


def _template(engine: Engine, size: Size) -> Path:
    """Return the folder of the template, which is made or migrated first where that is needed."""
    folder = FOLDER / f"{engine}-{size.name}-{_hash_of(DATA, json.dumps(asdict(size)))}"
    migrations = _hash_of(MIGRATIONS)
    if not folder.exists():
        _note(f"Filling a {size.name} site for {engine}, once.")
        for older in FOLDER.glob(f"{engine}-{size.name}-*"):
            shutil.rmtree(older)
        _make(engine, folder, None, size, migrations)
    elif (folder / STAMP).read_text() != migrations:
        _note(f"Migrating the {size.name} site for {engine}, once.")
        _make(engine, folder, folder, size, migrations)
    return folder


def _make(engine: Engine, folder: Path, older: Path | None, size: Size, migrations: str) -> None:
    """Put a template at `folder`: the older one migrated, or a new one filled."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="rip-filling-", dir=FOLDER) as parent:
        filled = Path(parent) / "data"
        if older:
            shutil.copytree(older, filled)
        if engine == "sqlite":
            filled.mkdir(exist_ok=True)
            _prepare(_sqlite_url(filled), None if older else size)
        else:
            settings = (f"--datadir={filled}",) if older else ()
            with mariadb(*services.LARGE, *settings) as service:
                _create_database(service)
                _prepare(service.url, None if older else size)
                service.stop()
                if not older:
                    shutil.copytree(service.log.parent / "data", filled)
        (filled / STAMP).write_text(migrations)
        if older:
            shutil.rmtree(older)
        filled.rename(folder)


def _hash_of(sources: Sequence[str], more: str = "") -> str:
    """Return a hash of the files that fit the patterns."""
    digest = hashlib.sha256(more.encode())
    for source in sorted(path for pattern in sources for path in ROOT.glob(pattern)):
        digest.update(source.read_bytes())
    return digest.hexdigest()[:12]


def _create_database(service: Service) -> None:
    connection = pymysql.connect(host="127.0.0.1", port=service.port, user="root")
    with connection, connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE IF NOT EXISTS {NAME}")


def _prepare(url: str, size: Size | None) -> None:
    """Migrate a database, and fill it if a size is given."""
    commands = [["manage.py", "migrate", "--verbosity=0", "--skip-checks"]]
    if size:
        commands.append(["-m", "bench.data.fill_site", json.dumps(asdict(size.contents))])
    with tempfile.TemporaryDirectory(prefix="rip-filling-") as data_dir:
        environment = {
            **os.environ,
            "RIP_ENV_FILE": os.devnull,
            "RIP_DATA_DIR": data_dir,
            "DJANGO_SETTINGS_MODULE": "rip.settings",
            "DATABASE_URL": url,
        }
        for command in commands:
            subprocess.run([sys.executable, *command], cwd=ROOT, env=environment, check=True)


def _note(text: str) -> None:
    print(text, file=sys.stderr)
