"""The open HTTP connections of this process, and the sweep that ends the slow ones."""

import asyncio
from collections import Counter
from typing import Final, Protocol

import structlog
from django.conf import settings

from rip.core.http.networks import is_many_people, network_of

log = structlog.get_logger(__name__)

SWEEP_SECONDS: Final = 5.0


class Connection(Protocol):
    """An open connection."""

    def end_if_slow(self, now: float) -> None:
        """End it if its client has been waited for too long at `now`, of the loop's clock."""


class Connections:
    """Counts connections by network. Only the event loop calls it."""

    def __init__(self) -> None:
        self._network_of: dict[Connection, str] = {}
        self._counts: Counter[str] = Counter()
        self._full: set[str] = set()
        self._sweep: asyncio.TimerHandle | None = None

    def __len__(self) -> int:
        return len(self._network_of)

    def admit(self, connection: Connection, address: str) -> bool:
        """Count a connection; False if its network has as many as it may have."""
        network = network_of(address)
        is_full = self._counts[network] >= settings.RIP_CONNECTIONS_PER_NETWORK
        if is_full and not is_many_people(address):
            if network not in self._full:
                self._full.add(network)
                log.warning("network_has_too_many_connections", network=network)
            return False
        self._network_of[connection] = network
        self._counts[network] += 1
        if self._sweep is None:
            self._sweep_later()
        return True

    def remove(self, connection: Connection) -> None:
        """Count a connection no more, if it was."""
        network = self._network_of.pop(connection, None)
        if network is None:
            return
        self._counts[network] -= 1
        if not self._counts[network]:
            del self._counts[network]
            self._full.discard(network)

    def _sweep_later(self) -> None:
        self._sweep = asyncio.get_running_loop().call_later(SWEEP_SECONDS, self._sweep_now)

    def _sweep_now(self) -> None:
        self._sweep = None
        self.sweep()
        if self._network_of:
            self._sweep_later()

    def sweep(self) -> None:
        """End the connections whose clients are too slow."""
        now = asyncio.get_running_loop().time()
        for connection in list(self._network_of):
            connection.end_if_slow(now)


connections: Final = Connections()
