"""A site of the scratch copy for each check, on a database of its own, and an anonymous client."""

from collections.abc import Iterator

import httpx
import pytest

from tests.kit.running import Server, running_server


@pytest.fixture
def own_server() -> Iterator[Server]:
    with running_server() as running:
        yield running


@pytest.fixture
def http(own_server: Server) -> Iterator[httpx.Client]:
    english = {"Accept-Language": "en"}
    with httpx.Client(base_url=own_server.url, headers=english, timeout=20) as client:
        yield client
