"""Runs of all boards: they are up at once, and loaded one after the other in rounds."""

import contextlib
import functools
import itertools
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from itertools import repeat
from typing import Final

from bench.catalogue.workloads import WORKLOADS, Workload
from bench.catalogue.writes import written_beside
from bench.load.exchanges import Request, WrongResponse
from bench.load.measurement import Measurement
from bench.load.requests import measure_all
from bench.load.steady import LONGEST_REST_SECONDS, steadily, wait_until_idle
from bench.peers.install import PeerUnavailable
from bench.servers.board_servers import bare_rip_board, drf_board, pocketbase_board, rip_board
from bench.servers.boards import BareRip, Board, Drf, PocketBase, Rip
from bench.servers.processes import cpu_seconds
from bench.servers.static import StaticServer

STATIC: Final = "static bytes"
WARM_UP_SECONDS: Final = 0.5
# A million adverts are read in the background after a start, which would slow down every server.
LONGEST_START_SECONDS: Final = 180.0
PEERS: Final[dict[str, Callable[[int], AbstractContextManager[Board]]]] = {
    BareRip.name: bare_rip_board,
    PocketBase.name: pocketbase_board,
    Drf.name: drf_board,
}


@dataclass(frozen=True)
class Run:
    """One server under one kind of load for a few seconds."""

    measurement: Measurement
    writes_per_second: float | None = None

    @property
    def seconds(self) -> float:
        return self.measurement.seconds


@dataclass
class Results:
    """Runs by the board's size, the workload and the server, in the order of the rounds."""

    runs: dict[tuple[int, str, str], list[Run]] = field(default_factory=lambda: defaultdict(list))
    # Sentences that name the server first.
    left_out: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def of(self, size: int, workload: str, server: str) -> list[Run]:
        return self.runs.get((size, workload, server), [])

    def sizes(self) -> list[int]:
        return sorted({size for size, _, _ in self.runs})


@contextlib.contextmanager
def running_boards(
    sizes: Sequence[int], peers_to: int, results: Results, access_log: str
) -> Iterator[list[Board]]:
    """Start RIP with each number of adverts, and the others with those up to `peers_to`."""
    with contextlib.ExitStack() as running:
        boards: list[Board] = []
        for size in sizes:
            _log(f"Starting servers with {size:,} adverts")
            boards.append(running.enter_context(rip_board(size, access_log)))
            for name, start in PEERS.items() if size <= peers_to else ():
                try:
                    boards.append(running.enter_context(start(size)))
                except PeerUnavailable as reason:
                    results.left_out.append(f"{name} ({size:,}) was left out: {reason}.")
        yield boards


@dataclass
class Runner:
    """Loads the boards. A wrong response ends a workload for its server, and drops its runs."""

    boards: Sequence[Board]
    seconds: float
    results: Results
    static: StaticServer
    _wrong: set[tuple[int, str, str]] = field(default_factory=set)

    def run(self, workloads: Sequence[Workload], rounds: int) -> None:
        """Load every board with every workload that suits it, `rounds` times."""
        for board in self.boards:
            _rest(board, LONGEST_START_SECONDS)
        for number, workload in itertools.product(range(rounds), workloads):
            _log(f"Round {number + 1} of {rounds}: {workload.name}")
            for board in self.boards:
                if workload.suits(board):
                    self._load(board, workload)

    def _load(self, board: Board, workload: Workload) -> None:
        key = (board.size, workload.name, board.name)
        if key in self._wrong:
            return
        try:
            board.warm()
            done = steadily(functools.partial(_run, board, workload, self.seconds), self.seconds)
            _rest(board)
        except (WrongResponse, OSError) as error:
            _rest(board)
            self._wrong.add(key)
            self.results.runs.pop(key, None)
            self.results.wrong.append(f"{board.name}, {board.size:,}, {workload.name}: {error}")
            _log(self.results.wrong[-1])
            return
        self.results.runs[key].append(done)
        if board.name == Rip.name and workload.has_ceiling:
            size = done.measurement.bytes_each
            run = functools.partial(_static, self.static, size, self.seconds)
            bare = steadily(run, self.seconds)
            self.results.runs[board.size, workload.name, STATIC].append(bare)


def _rest(board: Board, longest: float = LONGEST_REST_SECONDS) -> None:
    wait_until_idle(f"{board.name} with {board.size:,} adverts", board.cpu_seconds, longest)


async def _run(board: Board, workload: Workload, seconds: float) -> Run:
    exchanges = workload.exchanges(board)
    if not workload.beside_writes:
        return Run(
            await measure_all(board.url, exchanges, seconds, WARM_UP_SECONDS, board.cpu_seconds)
        )
    async with written_beside(board) as written:
        measurement = await measure_all(
            board.url, exchanges, seconds, WARM_UP_SECONDS, board.cpu_seconds
        )
    return Run(measurement, written.per_second)


async def _static(static: StaticServer, size: int, seconds: float) -> Run:
    exchanges = repeat(Request(f"{static.url}/{size}").exchange(size=size))
    used = functools.partial(cpu_seconds, static.pid)
    return Run(await measure_all(static.url, exchanges, seconds, WARM_UP_SECONDS, used))


def workloads_named(names: Sequence[str]) -> tuple[list[Workload], list[Workload]]:
    """Return the workloads that leave the boards as large as they are, and those that do not."""
    chosen = [workload for workload in WORKLOADS if workload.name in names]
    return (
        [workload for workload in chosen if workload.name != "create"],
        [workload for workload in chosen if workload.name == "create"],
    )


def _log(text: str) -> None:
    print(text, file=sys.stderr)
