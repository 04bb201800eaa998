"""A plugin of pytest for runs under mutmut: each process that tests a fault has its own files.

mutmut forks those processes from one that has imported everything, and runs several at a time.
"""

import os
import shutil
import tempfile
from pathlib import Path
from typing import Final

import pytest
from django.conf import settings

# A migrated database, which each process copies: migrating takes longer than most tests.
TEMPLATE: Final = "RIP_TEST_TEMPLATE"

_folders: Final = pytest.StashKey[Path]()


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    folder = Path(tempfile.mkdtemp(prefix="rip-mutant-"))
    config.stash[_folders] = folder
    config.option.basetemp = folder / "tmp"
    database = folder / "test.sqlite3"
    shutil.copy(os.environ[TEMPLATE], database)
    config.option.reuse_db = True
    settings.DATABASES["default"]["TEST"]["NAME"] = str(database)


def pytest_unconfigure(config: pytest.Config) -> None:
    shutil.rmtree(config.stash[_folders], ignore_errors=True)
