"""The peers that RIP is compared with, and the services that it shares with them: each benchmark
that needs any runs for a moment."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from bench.catalogue import command as catalogue
from bench.chat import command as chat
from bench.chat import durable
from bench.peers import install
from bench.servers.boards import Drf, PocketBase
from tests.bench.smoke import MOMENT, rows, without_figure

# Installing the peers takes minutes, once.
pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("little"), pytest.mark.timeout(1800)]

Printed = pytest.CaptureFixture[str]
PEERS: Final[dict[str, Callable[[], Path]]] = {
    "PocketBase": install.pocketbase,
    "DRF": install.drf_python,
    "Channels": install.channels_python,
    "Node": install.node_modules,
}


def installed(*names: str) -> None:
    for name in names:
        try:
            PEERS[name]()
        except install.PeerUnavailable as reason:
            pytest.skip(f"{name}: {reason}")


@pytest.fixture
def own_services(monkeypatch: pytest.MonkeyPatch) -> None:
    """The benchmark starts a MariaDB and a Redis itself, beside those of the run."""
    for name in ("DATABASE_URL", "REDIS_URL"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.sqlite
def test_each_peer_of_the_catalogue_has_a_figure_beside_rip(capsys: Printed) -> None:
    installed("PocketBase", "DRF")
    assert catalogue.main(["--seconds", MOMENT, "--rounds", "1"]) == 0
    shown = rows(capsys.readouterr().out)
    assert [row["reason"] for row in shown if "reason" in row] == []
    compared = [row for row in shown if "RIP ÷ static" in row]
    peers = (PocketBase.name, Drf.name)
    # The peers have no list that says that nothing has changed. A moment may be too short for them.
    measured = [[row[""] for row in compared if row[peer]] for peer in peers]
    assert measured == [[row[""] for row in compared if row[""] != "whole list, 304"]] * 2


@pytest.mark.mariadb
@pytest.mark.database
@pytest.mark.usefixtures("own_services")
def test_durable_messages_have_figures_for_rip_and_each_peer(capsys: Printed) -> None:
    installed("Channels", "Node")
    assert chat.main(["--only", "durable", "--seconds", MOMENT, "--rounds", "1"]) == 0
    printed = capsys.readouterr().out
    assert "left out" not in printed
    shown = [row for row in rows(printed) if "messages/s" in row]
    peers = (durable.NODE, durable.CHANNELS, durable.CHANNELS_PERSISTENT)
    ceilings = (durable.CEILING, durable.LEAN_CEILING)
    assert [row[""] for row in shown] == [*durable.OURS, durable.BARE, *ceilings, *peers]
    assert without_figure(shown, "messages/s") == []


@pytest.mark.mariadb
@pytest.mark.database
@pytest.mark.usefixtures("own_services")
def test_joins_have_figures_on_both_databases(capsys: Printed) -> None:
    assert chat.main(["--only", "join"]) == 0
    shown = [row for row in rows(capsys.readouterr().out) if "100 messages" in row]
    assert [row[""] for row in shown] == ["RIP on SQLite", "RIP on MariaDB"]
    for column in ("100 messages", "200 messages"):
        assert without_figure(shown, column) == []
