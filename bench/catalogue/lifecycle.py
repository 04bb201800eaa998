"""The costs of a board beside responses: its memory, its start, and catching up with changes."""

import time
from collections.abc import Callable, Sequence
from typing import Final

import httpx

from bench.catalogue.workloads import WHOLE_SIZE
from bench.data.adverts import DEAREST, TOUCHED_PRICE
from bench.load.exchanges import Request, fetch, require
from bench.report.tables import Table
from bench.servers.board_servers import START_SECONDS, fill_rip, start
from bench.servers.boards import PAGE, Board, Filters, Rip
from bench.servers.processes import process_tree, rss_kib

CHANGES: Final = 1_000


def memory(boards: Sequence[Board]) -> Table:
    """Return the memory of every process, as it is after the reads."""
    rows = []
    for board in boards:
        each = [rss_kib(pid) / 1024 for pid in process_tree(board.pid)]
        shown = " + ".join(f"{one:,.0f}" for one in each)
        rows.append([f"{board.name}, {board.size:,} adverts", shown, f"{sum(each):,.0f}"])
    return Table("Memory", ["", "RSS of each process, MiB", "all, MiB"], rows)


def starts(boards: Sequence[Rip]) -> Table:
    """Start RIP again on its adverts, and then change its database behind its back."""
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
    return Table("RIP's start, and its catching up", columns, rows, notes)


def _start(board: Rip) -> list[str]:
    server = board.server
    server.stop()
    ready = start(server)
    page = board.page(Filters("Dog", 0, DEAREST))
    whole = _seconds(board.whole()) if board.size <= WHOLE_SIZE else None
    firsts = [_seconds(page), _seconds(board.one(board.size))]
    fill_rip(server, "touch", min(CHANGES, board.size))
    touched = board.page(Filters("Dog", TOUCHED_PRICE, TOUCHED_PRICE))
    first = _seconds(
        touched, lambda body: require(len(board.items(body)) == PAGE, "changes not seen")
    )
    return [
        f"{ready:.1f}",
        *(f"{seconds * 1000:,.1f}" for seconds in firsts),
        "" if whole is None else f"{whole * 1000:,.1f}",
        f"{first * 1000:,.1f}",
        f"{_seconds(touched) * 1000:,.1f}",
    ]


def _seconds(request: Request, check: Callable[[bytes], None] = lambda _: None) -> float:
    """Return the seconds until the response, connecting included. Raises WrongResponse."""
    with httpx.Client(timeout=START_SECONDS) as client:
        begun = time.perf_counter()
        body = fetch(request, client).content
        elapsed = time.perf_counter() - begun
    check(body)
    return elapsed
