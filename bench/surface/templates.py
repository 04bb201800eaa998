"""Filled databases, made once and kept in var/bench/surface: one for each size and engine.

A server gets a copy of its own, so that what it writes is gone with it. A template is made anew
when RIP's migrations, or what fills the site, have changed.
"""

import contextlib
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
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
    """Return the folder of the template, which is made first where there is none."""
    folder = FOLDER / f"{engine}-{size.name}-{_stamp(size)}"
    if folder.exists():
        return folder
    print(f"Filling a {size.name} site for {engine}, once.", file=sys.stderr)
    FOLDER.mkdir(parents=True, exist_ok=True)
    for older in FOLDER.glob(f"{engine}-{size.name}-*"):
        shutil.rmtree(older)
    with tempfile.TemporaryDirectory(prefix="rip-filling-", dir=FOLDER) as parent:
        filled = Path(parent) / "data"
        if engine == "sqlite":
            filled.mkdir()
            _fill(_sqlite_url(filled), size)
        else:
            with mariadb(*services.LARGE) as service:
                _create_database(service)
                _fill(service.url, size)
                service.stop()
                shutil.copytree(service.log.parent / "data", filled)
        filled.rename(folder)
    return folder


def _stamp(size: Size) -> str:
    """Return a hash of all that a filled database follows from."""
    sources = {*ROOT.glob("rip/*/migrations/*.py"), *ROOT.glob("bench/data/*.py")}
    sources.remove(ROOT / "bench/data/sign_in.py")
    digest = hashlib.sha256(json.dumps(asdict(size)).encode())
    for source in sorted(sources):
        digest.update(source.read_bytes())
    return digest.hexdigest()[:12]


def _create_database(service: Service) -> None:
    connection = pymysql.connect(host="127.0.0.1", port=service.port, user="root")
    with connection, connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {NAME}")


def _fill(url: str, size: Size) -> None:
    with tempfile.TemporaryDirectory(prefix="rip-filling-") as data_dir:
        environment = {
            **os.environ,
            "RIP_ENV_FILE": os.devnull,
            "RIP_DATA_DIR": data_dir,
            "DJANGO_SETTINGS_MODULE": "rip.settings",
            "DATABASE_URL": url,
        }
        contents = json.dumps(asdict(size.contents))
        for command in (
            ["manage.py", "migrate", "--verbosity=0", "--skip-checks"],
            ["-m", "bench.data.fill_site", contents],
        ):
            subprocess.run([sys.executable, *command], cwd=ROOT, env=environment, check=True)
