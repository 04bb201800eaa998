"""An anonymous client of the scratch copy's site."""

from collections.abc import Iterator

import httpx
import pytest

from tests.kit.running import Server


@pytest.fixture
def http(server: Server) -> Iterator[httpx.Client]:
    english = {"Accept-Language": "en"}
    with httpx.Client(base_url=server.url, headers=english, timeout=20) as client:
        yield client
