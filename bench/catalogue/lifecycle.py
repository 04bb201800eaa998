"""What a board costs beside answering: its memory, its start, and catching up with changes."""

import time
from collections.abc import Callable, Sequence
from typing import Final

import httpx

from bench.catalogue.adverts import DEAREST, TOUCHED_PRICE
from bench.catalogue.boards import PAGE, Board, Rip, Wanted
from bench.catalogue.stands import START_SECONDS, seed, start
from bench.catalogue.works import WHOLE_SIZE, demand, fetched
from bench.processes import family, rss_kib
from bench.report import Sheet
from bench.requests import Request

CHANGES: Final = 1_000


def memory(boards: Sequence[Board]) -> Sheet:
    """Of every process, as it is after the reads."""
    rows = []
    for board in boards:
        each = [rss_kib(pid) / 1024 for pid in family(board.pid)]
        shown = " + ".join(f"{one:,.0f}" for one in each)
        rows.append([f"{board.name}, {board.size:,} adverts", shown, f"{sum(each):,.0f}"])
    return Sheet("Memory", ["", "RSS of each process, MiB", "all, MiB"], rows)


def starts(boards: Sequence[Rip]) -> Sheet:
    """RIP is started again on its adverts, and then its database is changed behind its back."""
    columns = [
        "adverts",
        "ready, s",
        "first page, ms",
        "first advert, ms",
        "first whole list, ms",
        f"first read after {CHANGES:,} changes, ms",
        "the same again, ms",
    ]
    notes = [
        (
            "Ready from the start of the process until /readyz answers. The changes are one "
            "transaction of another process; the read after it must show them. By then each board "
            "has grown by all that was posted to it, and the whole list with it."
        )
    ]
    rows = [[f"{board.size:,}", *_start(board)] for board in boards]
    return Sheet("RIP's start, and its catching up", columns, rows, notes)


def _start(board: Rip) -> list[str]:
    server = board.server
    server.stop()
    ready = start(server)
    page = board.page(Wanted("Dog", 0, DEAREST))
    whole = _took(board.whole()) if board.size <= WHOLE_SIZE else None
    firsts = [_took(page), _took(board.one(board.size))]
    seed(server, "touch", min(CHANGES, board.size))
    touched = board.page(Wanted("Dog", TOUCHED_PRICE, TOUCHED_PRICE))
    first = _took(touched, lambda body: demand(len(board.items(body)) == PAGE, "changes not seen"))
    return [
        f"{ready:.1f}",
        *(f"{one * 1000:,.1f}" for one in firsts),
        "" if whole is None else f"{whole * 1000:,.1f}",
        f"{first * 1000:,.1f}",
        f"{_took(touched) * 1000:,.1f}",
    ]


def _took(request: Request, check: Callable[[bytes], None] = lambda _: None) -> float:
    """Seconds, connecting included. Raises WrongAnswer."""
    with httpx.Client(timeout=START_SECONDS) as client:
        begun = time.perf_counter()
        body = fetched(request, client).content
        elapsed = time.perf_counter() - begun
    check(body)
    return elapsed
