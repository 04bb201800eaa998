"""A server of the scratch copy, on a database of its own, and an anonymous client."""

from collections.abc import Iterator

import httpx
import pytest

from tests.running import Server, running_server


@pytest.fixture
def server() -> Iterator[Server]:
    with running_server() as running:
        yield running


@pytest.fixture
def http(server: Server) -> Iterator[httpx.Client]:
    english = {"Accept-Language": "en"}
    with httpx.Client(base_url=server.url, headers=english, timeout=20) as client:
        yield client
