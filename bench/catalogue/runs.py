"""All servers side by side, and one after the other under load, round after round."""

import contextlib
import functools
import itertools
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from itertools import repeat
from typing import Any, Final

import uvloop

from bench.catalogue.boards import Board, Drf, PocketBase, Rip
from bench.catalogue.stands import drf_stand, pocketbase_stand, rip_stand
from bench.catalogue.works import WORKS, Work
from bench.catalogue.writes import written_beside
from bench.connections import WrongAnswer
from bench.figures import Figures
from bench.peers.install import LeftOut
from bench.processes import cpu_seconds
from bench.requests import Request, measure_all
from bench.servers import Ceiling

STATIC: Final = "static bytes"
WARM_UP_SECONDS: Final = 0.5
LATE_SECONDS: Final = 0.5
TRIES: Final = 3
REST_SECONDS: Final = 0.2
LONGEST_REST_SECONDS: Final = 30.0
# A million adverts are read in the background after a start, which would slow down every server.
LONGEST_START_SECONDS: Final = 180.0
# A server at rest uses less than this part of the core.
BUSY: Final = 0.1
PEERS: Final[dict[str, Callable[[int], AbstractContextManager[Board]]]] = {
    PocketBase.name: pocketbase_stand,
    Drf.name: drf_stand,
}


@dataclass(frozen=True)
class Turn:
    """One server under one kind of load for a few seconds."""

    figures: Figures
    writes_per_second: float | None = None


@dataclass
class Measured:
    """The turns by the board's size, the work and the server, in the order of the rounds."""

    turns: dict[tuple[int, str, str], list[Turn]] = field(default_factory=lambda: defaultdict(list))
    # What was wrong or could not run, in sentences.
    left_out: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def of(self, size: int, work: str, server: str) -> list[Turn]:
        return self.turns.get((size, work, server), [])

    def sizes(self) -> list[int]:
        return sorted({size for size, _, _ in self.turns})


@contextlib.contextmanager
def stands(sizes: Sequence[int], peers_to: int, measured: Measured) -> Iterator[list[Board]]:
    """RIP with each number of adverts, and its peers with those up to `peers_to`."""
    with contextlib.ExitStack() as running:
        boards: list[Board] = []
        for size in sizes:
            _say(f"Starting servers with {size:,} adverts")
            boards.append(running.enter_context(rip_stand(size)))
            for name, stand in PEERS.items() if size <= peers_to else ():
                try:
                    boards.append(running.enter_context(stand(size)))
                except LeftOut as reason:
                    measured.left_out.append(f"{name} ({size:,}) was left out: {reason}.")
        yield boards


@dataclass
class Rounds:
    """Loads the boards; a server that gives a wrong answer is not asked for that again, and its
    figures are dropped."""

    boards: Sequence[Board]
    seconds: float
    measured: Measured
    static: Ceiling
    _wrong: set[tuple[int, str, str]] = field(default_factory=set)

    def take(self, works: Sequence[Work], rounds: int) -> None:
        """Every board under every work that suits it, `rounds` times."""
        for board in self.boards:
            _rest(board, LONGEST_START_SECONDS)
        for turn, work in itertools.product(range(rounds), works):
            _say(f"Round {turn + 1} of {rounds}: {work.name}")
            for board in self.boards:
                if work.suits(board):
                    self._take(board, work)

    def _take(self, board: Board, work: Work) -> None:
        key = (board.size, work.name, board.name)
        if key in self._wrong:
            return
        try:
            board.warm()
            done = self._steadily(functools.partial(_turn, board, work, self.seconds))
            _rest(board)
        except (WrongAnswer, OSError) as error:
            _rest(board)
            self._wrong.add(key)
            self.measured.turns.pop(key, None)
            self.measured.wrong.append(f"{board.name}, {board.size:,}, {work.name}: {error}")
            _say(self.measured.wrong[-1])
            return
        self.measured.turns[key].append(done)
        if isinstance(board, Rip) and work.has_ceiling:
            size = done.figures.bytes_each
            bare = self._steadily(functools.partial(_static, self.static, size, self.seconds))
            self.measured.turns[board.size, work.name, STATIC].append(bare)

    def _steadily(self, turn: Callable[[], Coroutine[Any, Any, Turn]]) -> Turn:
        """Take the turn, and once more if the machine itself stood still meanwhile, as some do:
        connections are then found broken that nobody has closed. Raises WrongAnswer or OSError.
        """
        for _ in range(TRIES - 1):
            with contextlib.suppress(OSError):
                done = uvloop.run(turn())
                if done.figures.seconds < self.seconds + LATE_SECONDS:
                    return done
            _say("Once more: the machine or a connection stood still.")
        return uvloop.run(turn())


def _rest(board: Board, longest: float = LONGEST_REST_SECONDS) -> None:
    """Wait until the server has done with requests whose callers are gone: the next turn would be
    short of the core, which they all share."""
    given_up = time.monotonic() + longest
    used = board.cpu_seconds()
    while time.monotonic() < given_up:
        time.sleep(REST_SECONDS)
        before, used = used, board.cpu_seconds()
        if used - before < BUSY * REST_SECONDS:
            return
    _say(f"{board.name} with {board.size:,} adverts is busy still.")


async def _turn(board: Board, work: Work, seconds: float) -> Turn:
    asks = work.asks(board)
    if not work.beside_writes:
        return Turn(await measure_all(board.url, asks, seconds, WARM_UP_SECONDS, board.cpu_seconds))
    async with written_beside(board) as written:
        figures = await measure_all(board.url, asks, seconds, WARM_UP_SECONDS, board.cpu_seconds)
    return Turn(figures, written.per_second)


async def _static(static: Ceiling, size: int, seconds: float) -> Turn:
    asks = repeat(Request(f"{static.url}/{size}").ask(size=size))
    used = functools.partial(cpu_seconds, static.pid)
    return Turn(await measure_all(static.url, asks, seconds, WARM_UP_SECONDS, used))


def works_named(names: Sequence[str]) -> tuple[list[Work], list[Work]]:
    """Those that leave the boards as large as they are, and those that do not."""
    chosen = [work for work in WORKS if work.name in names]
    return (
        [work for work in chosen if work.name != "create"],
        [work for work in chosen if work.name == "create"],
    )


def _say(words: str) -> None:
    print(words, file=sys.stderr)
