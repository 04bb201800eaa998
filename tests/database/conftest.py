"""Databases that are made and migrated apart from the one of this process."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import pytest

from tests.database.tables import Rows
from tests.kit.databases import own_database
from tests.kit.running import ROOT, server_environment

Manage: TypeAlias = Callable[..., "subprocess.CompletedProcess[str]"]
Fill: TypeAlias = Callable[..., None]

OLDER_ROWS = ROOT / "tests" / "database" / "older" / "rows.json"


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[str]:
    """The URL of a database without tables."""
    with own_database(tmp_path, "nothing") as url:
        yield url


@pytest.fixture
def today(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a database with the tables of this working tree."""
    with own_database(tmp_path_factory.mktemp("today"), "migrated") as url:
        yield url


@pytest.fixture
def manage(tmp_path: Path) -> Manage:
    """Run manage.py on the database of a URL: `manage(url, "migrate")`."""

    def run(url: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=server_environment(tmp_path, DATABASE_URL=url),
            capture_output=True,
            text=True,
            check=False,
        )

    return run


@pytest.fixture
def older_rows() -> Rows:
    """The rows that the earlier checkout wrote: all it knew, from guests to tombstones."""
    rows: Rows = json.loads(OLDER_ROWS.read_text())
    return rows


@pytest.fixture
def fill_older(tmp_path: Path) -> Fill:
    """Give an empty database the tables of the earlier checkout and rows."""

    def fill(url: str, rows: Rows, **last: str) -> None:
        subprocess.run(
            [sys.executable, "-m", "tests.database.older", *map("=".join, last.items())],
            cwd=ROOT,
            env={**os.environ, **server_environment(tmp_path, DATABASE_URL=url)},
            input=json.dumps(rows),
            text=True,
            check=True,
        )

    return fill
