"""All servers side by side, and one after the other under load, round after round."""

import contextlib
import functools
import itertools
import sys
from collections import defaultdict
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from itertools import repeat
from typing import Any, Final

import uvloop

from bench.catalogue.boards import Board, Rip
from bench.catalogue.stands import drf_stand, pocketbase_stand, rip_stand
from bench.catalogue.works import WORKS, Work
from bench.catalogue.writes import written_beside
from bench.connections import WrongAnswer
from bench.figures import Figures
from bench.peers.install import LeftOut
from bench.processes import cpu_seconds
from bench.requests import Request, measure_all
from bench.servers import Ceiling, ceiling

STATIC: Final = "static bytes"
WARM_UP_SECONDS: Final = 0.5
LATE_SECONDS: Final = 0.5
TRIES: Final = 3
PEERS: Final[dict[str, Callable[[int], AbstractContextManager[Board]]]] = {
    "PocketBase": pocketbase_stand,
    "Django + DRF": drf_stand,
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
                    measured.left_out.append(f"{name} was left out: {reason}.")
        yield boards


def take_turns(
    boards: Sequence[Board],
    works: Sequence[Work],
    seconds: float,
    rounds: int,
    measured: Measured,
) -> None:
    """Every board under every work that suits it, `rounds` times.

    A server that gives a wrong answer is not asked for that again, and its figures are dropped.
    """
    wrong: set[tuple[int, str, str]] = set()
    with ceiling() as static:
        for turn, work in itertools.product(range(rounds), works):
            _say(f"Round {turn + 1} of {rounds}: {work.name}")
            for board in boards:
                key = (board.size, work.name, board.name)
                if not work.suits(board) or key in wrong:
                    continue
                try:
                    done = _steadily(lambda: _turn(board, work, seconds), seconds)
                except (WrongAnswer, OSError) as error:
                    wrong.add(key)
                    measured.turns.pop(key, None)
                    measured.wrong.append(f"{board.name}, {board.size:,}, {work.name}: {error}")
                    _say(measured.wrong[-1])
                    continue
                measured.turns[key].append(done)
                if (
                    isinstance(board, Rip)
                    and not (work.writes or work.beside_writes)
                    and done.figures.bytes
                ):
                    size = done.figures.bytes_each
                    bare = _steadily(lambda: _static(static, size, seconds), seconds)
                    measured.turns[board.size, work.name, STATIC].append(bare)


def _steadily(turn: Callable[[], Coroutine[Any, Any, Turn]], seconds: float) -> Turn:
    """Run the turn; once more if the machine itself stood still meanwhile, as some do.

    Connections are then found broken that nobody has closed. Raises WrongAnswer or OSError.
    """
    for _ in range(TRIES - 1):
        with contextlib.suppress(OSError):
            done = uvloop.run(turn())
            if done.figures.seconds < seconds + LATE_SECONDS:
                return done
        _say("That is done once more: the machine or a connection stood still.")
    return uvloop.run(turn())


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
