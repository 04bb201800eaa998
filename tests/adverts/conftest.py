from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from pytest_django import Settings

from rip.adverts.services import AdvertValues

FilesLeft = Callable[[], list[str]]


@pytest.fixture
def values() -> AdvertValues:
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
def files_left(tmp_path: Path, settings: Settings) -> FilesLeft:
    """Media in a folder of this test's own; call it for the names of the files there."""
    settings.MEDIA_ROOT = str(tmp_path)

    def names() -> list[str]:
        return sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.*"))

    return names
