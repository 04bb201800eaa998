"""Fixtures for all tests: the cast, as users in the database."""

import os
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings
from django.utils import translation
from pytest_django import Settings

from rip.accounts.models import User
from rip.adverts.writing.commands import AdvertValues

pytest_plugins = ["tests.kit.databases", "tests.kit.engines", "tests.kit.site"]

# A busy machine takes its time, and no test is about time.
hypothesis.settings.register_profile("rip", deadline=None)
hypothesis.settings.load_profile("rip")

PASSWORD = "кошка-на-окошке-7"

# Tests here wait for browsers, programs and servers. They begin first: the longest must not begin
# when the other processes that share the files are done.
SLOW_FOLDERS = ("browser", "faults", "clients", "docs", "bench", "journeys")

FilesLeft = Callable[[], list[str]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=_folder_rank)


def _folder_rank(item: pytest.Item) -> int:
    [folder, *_] = item.path.relative_to(Path(__file__).parent).parts
    return SLOW_FOLDERS.index(folder) if folder in SLOW_FOLDERS else len(SLOW_FOLDERS)


@pytest.fixture(autouse=True)
def russian() -> None:
    """Each test begins in the language of the site, whatever the one before it has spoken."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture
def owner(db: None) -> User:
    """Posts adverts and asks support."""
    return User.objects.create_user("owner", password=PASSWORD)


@pytest.fixture
def stranger(db: None) -> User:
    """Has an account, and no business with the owner's things."""
    return User.objects.create_user("stranger", password=PASSWORD)


@pytest.fixture
def operator(db: None) -> User:
    """A staff user: answers in support and mends adverts."""
    return User.objects.create_user("operator", password=PASSWORD, is_staff=True)


@pytest.fixture
def values() -> AdvertValues:
    """The fields of an advert."""
    return {
        "title": "Пупсик",
        "description": "Милый пупсик",
        "kind": "Dog",
        "breed": "пуп",
        "age": 1,
        "gender": "M",
        "location": "Москва",
        "price": Decimal(16000),
    }


@pytest.fixture
def redis_url() -> str:
    """The URL of Redis; a test that takes it is marked by that."""
    return os.environ["REDIS_URL"]


@pytest.fixture
def files_left(tmp_path: Path, settings: Settings) -> FilesLeft:
    """Media in a folder of this test's own; call it for the names of the files there."""
    settings.MEDIA_ROOT = str(tmp_path)

    def names() -> list[str]:
        return sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.*"))

    return names
