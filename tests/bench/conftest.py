"""Benchmarks on little, to see that they work."""

import os
from collections.abc import Iterator
from typing import Final

import pytest

from tests.bench.smoke import CATALOGUE_SIZES, PAGES_SIZES

_LITTLE: Final = {
    "bench.catalogue.command.SIZES": CATALOGUE_SIZES,
    "bench.catalogue.runs.WARM_UP_SECONDS": 0.01,
    "bench.load.steady.REST_SECONDS": 0.02,
    # On a busy machine a moment is late, and late again.
    "bench.load.steady.LATE_SECONDS": 60.0,
    "bench.catalogue.lifecycle.CHANGES": 100,
    "bench.site.overview.ADVERTS": 20,
    "bench.site.pages.SIZES": PAGES_SIZES,
    "bench.chat.conversations.WARM_UP_SECONDS": 0.1,
    "bench.surface.runs.WARM_UP_SECONDS": 0.01,
    # On a busy machine pages refuse some of many at once.
    "bench.surface.runs.CONNECTIONS": 1,
    "bench.load.requests.CONNECTIONS": 2,
    "bench.flood.command.WARM_UP_SECONDS": 0.1,
    "bench.chat.durable.ROOMS": (2,),
    "bench.chat.durable.GOAL_ROOMS": 2,
    "bench.chat.idle.SOCKETS": 20,
    # More than the files that the server has open besides.
    "bench.chat.idle.FIRST_SOCKETS": 100,
    "bench.chat.idle.SETTLE_SECONDS": 0.05,
    "bench.chat.idle.WATCH_SECONDS": 0.2,
    "bench.chat.join.HISTORIES": (100, 200),
    "bench.chat.join.JOINS": 3,
    "bench.chat.join.WARM_UP_JOINS": 1,
    "bench.chat.storm.CLIENTS": 10,
    "bench.servers.services.LARGE": (),
}


@pytest.fixture
def little(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Small boards, few rooms and short waits."""
    for name, value in _LITTLE.items():
        monkeypatch.setattr(name, value)
    cores = os.sched_getaffinity(0)
    yield
    # The load leaves the server's core, and does not come back.
    os.sched_setaffinity(0, cores)
