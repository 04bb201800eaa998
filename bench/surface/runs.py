"""Runs of all rows, one server loaded at a time, in rounds."""

import functools
import itertools
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

from bench.load.exchanges import Exchange, Request, WrongResponse
from bench.load.measurement import Measurement
from bench.load.requests import CONNECTIONS, measure_all
from bench.load.steady import steadily, wait_until_idle
from bench.servers.processes import cpu_seconds
from bench.servers.static import StaticServer
from bench.surface.peers import Peer
from bench.surface.results import STATIC, Place, Results, cpu_milliseconds
from bench.surface.rows.row import Row
from bench.surface.sites import Site

WARM_UP_SECONDS: Final = 0.3
# A run with fewer responses than connections is repeated, so many times as long.
LONGER: Final = 5
# The rows that are compared with static bytes of their size.
CEILING: Final = "GET /api/v1/adverts/{advert_id} (customer)"


class Loaded(Protocol):
    """A server under load."""

    @property
    def name(self) -> str: ...
    def cpu_seconds(self) -> float: ...


@dataclass
class Runner:
    """Loads the servers of one place. A wrong response ends a row for its server, and drops it."""

    place: Place
    sites: Sequence[Site]
    peers: Sequence[Peer]
    static: StaticServer
    seconds: float
    results: Results
    _wrong: set[tuple[str, str]] = field(default_factory=set)

    def run(self, rows: Sequence[Row], rounds: int) -> None:
        """Load every site with every row, and the peers with theirs, `rounds` times."""
        for number, row in itertools.product(range(rounds), rows):
            print(f"{number + 1}/{rounds} {self.place.engine} {self.place.size}: {row.name}",
                  file=sys.stderr)  # fmt: skip
            for site in self.sites:
                self._load(site, row.name, site.people.url, row.exchanges(site.people, row.who))
            for peer in self.peers:
                if row.name in peer.rows:
                    self._load(peer, row.name, peer.url, peer.rows[row.name]())
            if row.name == CEILING:
                self._ceiling(row.name)

    def _load(self, server: Loaded, row: str, url: str, exchanges: Iterator[Exchange]) -> None:
        if (row, server.name) in self._wrong:
            return

        def run(seconds: float) -> Measurement:
            used = server.cpu_seconds
            load = functools.partial(measure_all, url, exchanges, seconds, WARM_UP_SECONDS, used)
            return steadily(load, seconds)

        try:
            done = run(self.seconds)
            if len(done.latencies) < CONNECTIONS:
                done = run(self.seconds * LONGER)
        except (WrongResponse, OSError) as error:
            self._wrong.add((row, server.name))
            self.results.runs.pop((self.place, row, server.name), None)
            where = f"{self.place.engine}, {self.place.size}"
            self.results.wrong.append(f"{server.name}, {where}, {row}: {error}")
            print(self.results.wrong[-1][:300], file=sys.stderr)
        else:
            self.results.runs[self.place, row, server.name].append(done)
            used = cpu_milliseconds([done])
            shown = f"{done.per_second:10,.0f} a second {used:8.2f} ms of CPU"
            print(f"    {server.name:15}{shown}", file=sys.stderr)
        wait_until_idle(server.name, server.cpu_seconds)

    def _ceiling(self, row: str) -> None:
        """Send as many bytes as RIP did, by the same server."""
        if not (found := self.results.of(self.place, row)):
            return
        size = found[-1].bytes_each
        exchanges = itertools.repeat(Request(f"{self.static.url}/{size}").exchange(size=size))
        used = functools.partial(cpu_seconds, self.static.pid)
        run = functools.partial(
            measure_all, self.static.url, exchanges, self.seconds, WARM_UP_SECONDS, used
        )
        self.results.runs[self.place, row, STATIC].append(steadily(run, self.seconds))
