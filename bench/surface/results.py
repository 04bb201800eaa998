"""Measurements by database, size, row and server."""

import math
import statistics
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Final

from bench.load.measurement import Measurement
from bench.surface.rows.row import Row
from bench.surface.templates import Engine

RIP: Final = "RIP"
SILENT: Final = "RIP, log off"
STATIC: Final = "static bytes"


@dataclass(frozen=True)
class Place:
    """The database and the size of the site that a measurement is of."""

    engine: Engine
    size: str


@dataclass
class Results:
    """Measurements in the order of the rounds: those of one round share a minute.

    Servers are compared by their responses a second, or with `by_cpu` by those for each second of
    their own processor time, which others on the machine take nothing from.
    """

    by_cpu: bool = False

    runs: dict[tuple[Place, str, str], list[Measurement]] = field(
        default_factory=lambda: defaultdict(list)
    )
    # Of one request, BEGIN and COMMIT included.
    statements: dict[tuple[Place, str], float] = field(default_factory=dict)
    # Sentences that name the server first.
    left_out: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def of(self, place: Place, row: str, server: str = RIP) -> list[Measurement]:
        return self.runs.get((place, row, server), [])

    def rate(self, place: Place, row: str, server: str = RIP) -> float | None:
        """Return the median of the speeds, or None where nothing was measured."""
        found = self.of(place, row, server)
        return statistics.median(map(self._speed, found)) if found else None

    def ratios(self, place: Place, row: tuple[str, str], other: tuple[str, str]) -> list[float]:
        """Return the ratio of each round. Both are a row and a server."""
        pairs = zip(self.of(place, *row), self.of(place, *other), strict=False)
        speeds = [(self._speed(one), self._speed(two)) for one, two in pairs]
        return [one / two for one, two in speeds if two]

    def _speed(self, measured: Measurement) -> float:
        used = measured.server_cpu if self.by_cpu else 1.0
        return measured.per_second / used if used else 0.0

    def places(self) -> list[Place]:
        return list(dict.fromkeys(place for place, _, _ in self.runs))

    def servers(self, place: Place) -> list[str]:
        return list(dict.fromkeys(server for at, _, server in self.runs if at == place))

    def measured(self, place: Place, rows: list[Row]) -> list[Row]:
        return [row for row in rows if self.of(place, row.name)]


def cpu_milliseconds(runs: list[Measurement]) -> float:
    """Return the processor time of the server for one response; not a number without any."""
    each = [
        one.server_cpu * one.seconds / len(one.latencies) * 1000 for one in runs if one.latencies
    ]
    return statistics.median(each) if each else math.nan
