"""Connections are counted by network, and looked at again and again while there are any."""

import asyncio

import pytest
from pytest_django import Settings
from structlog.testing import capture_logs

from rip.server import connections as module
from rip.server.connections import Connections
from tests.kit.waiting import turns, until

ADDRESS = "198.51.100.1"


class Visitor:
    """A connection that is never slow."""

    def __init__(self) -> None:
        self.asked: list[float] = []

    def end_if_slow(self, now: float) -> None:
        self.asked.append(now)


class Counted(Connections):
    def __init__(self) -> None:
        super().__init__()
        self.sweeps = 0

    def sweep(self) -> None:
        self.sweeps += 1
        super().sweep()


def test_one_that_was_not_admitted_frees_nothing_when_it_leaves(settings: Settings) -> None:
    settings.RIP_CONNECTIONS_PER_NETWORK = 1

    async def scenario() -> None:
        connections = Connections()
        admitted, refused = Visitor(), Visitor()
        assert connections.admit(admitted, ADDRESS)
        assert not connections.admit(refused, ADDRESS)
        connections.remove(refused)
        assert len(connections) == 1
        assert not connections.admit(refused, ADDRESS)
        for _ in range(2):
            connections.remove(admitted)
        assert len(connections) == 0
        assert connections.admit(refused, ADDRESS)

    asyncio.run(scenario())


def test_a_full_network_is_logged_once_until_all_of_it_have_left(settings: Settings) -> None:
    settings.RIP_CONNECTIONS_PER_NETWORK = 1

    async def scenario() -> None:
        connections = Connections()
        for times in (1, 2):
            admitted = Visitor()
            connections.admit(admitted, ADDRESS)
            for _ in range(3):
                connections.admit(Visitor(), ADDRESS)
            assert [said["network"] for said in logs] == [ADDRESS] * times
            connections.remove(admitted)

    with capture_logs() as logs:
        asyncio.run(scenario())


def test_all_are_looked_at_until_the_last_has_gone_and_when_one_comes_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "SWEEP_SECONDS", 0.0)

    async def scenario() -> None:
        connections = Counted()
        begun = asyncio.get_running_loop().time()
        first, second = Visitor(), Visitor()
        for one in (first, second):
            connections.admit(one, ADDRESS)
        await until(lambda: len(first.asked) >= 3)
        assert first.asked == second.asked
        assert begun <= first.asked[0] <= first.asked[-1] <= asyncio.get_running_loop().time()
        connections.remove(first)
        seen = len(second.asked)
        await until(lambda: len(second.asked) > seen)
        assert len(first.asked) == seen
        connections.remove(second)
        await turns()
        sweeps = connections.sweeps
        await turns()
        assert connections.sweeps == sweeps
        connections.admit(first, ADDRESS)
        await until(lambda: len(first.asked) > seen)

    asyncio.run(scenario())
