"""Results as tables."""

from collections.abc import Sequence
from typing import Final

from bench.report.tables import Table, spread
from bench.surface.results import RIP, SILENT, Place, Results, cpu_milliseconds
from bench.surface.rows.row import Row
from bench.surface.templates import LARGE, SMALL

NOTES: Final = [
    (
        "Responses per second over 16 keep-alive connections, one server at a time: medians, and "
        "ranges over the rounds. CPU is the server's processor time for one response; MariaDB and "
        "Redis share the other core with the load. Statements are those of one request, BEGIN and "
        "COMMIT included. Growth is the rate on the small site ÷ that on the large one."
    )
]


def tables(results: Results, rows: Sequence[Row]) -> list[Table]:
    made = [_place(results, place, rows) for place in results.places()]
    made += [found for place in results.places() if (found := _peers(results, place, rows))]
    if missing := [*results.left_out, *results.wrong]:
        made.append(Table("Left out", ["reason"], [[_cell(reason)] for reason in missing]))
    return made


def _place(results: Results, place: Place, rows: Sequence[Row]) -> Table:
    columns = ["", "per second", "log off", "p50, ms", "p99, ms", "CPU, ms", "bytes", "statements"]
    if place.size == LARGE.name:
        columns.append("growth")
    cells = [_row(results, place, row) for row in results.measured(place, list(rows))]
    return Table(f"{place.engine}, {place.size}", columns, cells, NOTES)


def _row(results: Results, place: Place, row: Row) -> list[str]:
    runs = results.of(place, row.name)
    silent = results.of(place, row.name, SILENT)
    statements = results.statements.get((place, row.name))
    cells = [
        row.name,
        spread([one.per_second for one in runs]),
        spread([one.per_second for one in silent]) if silent else "",
        spread([one.percentile(50) for one in runs], ".1f"),
        spread([one.percentile(99) for one in runs], ".1f"),
        f"{cpu_milliseconds(runs):.2f}",
        f"{runs[-1].bytes_each:,}",
        "" if statements is None else f"{statements:.1f}",
    ]
    if place.size == LARGE.name:
        grown = growth(results, place, row)
        cells.append("" if grown is None else f"{grown:.2f}")
    return cells


def growth(results: Results, place: Place, row: Row) -> float | None:
    """Return the rate on the small site ÷ that on the large one."""
    small = results.rate(Place(place.engine, SMALL.name), row.name)
    large = results.rate(place, row.name)
    return small / large if small and large else None


def _peers(results: Results, place: Place, rows: Sequence[Row]) -> Table | None:
    others = [name for name in results.servers(place) if name not in (RIP, SILENT)]
    if not others:
        return None
    cells = []
    for row in results.measured(place, list(rows)):
        if any(results.of(place, row.name, other) for other in others):
            servers = [RIP, *others]
            runs = [results.of(place, row.name, server) for server in servers]
            rates = [spread([one.per_second for one in found]) if found else "" for found in runs]
            used = [f"{cpu_milliseconds(found):.2f}" if found else "" for found in runs]
            cells.append([row.name, *rates, *used])
    columns = ["", RIP, *others, *(f"CPU, ms: {name}" for name in (RIP, *others))]
    return Table(f"Beside the peers, signed in: {place.engine}, {place.size}", columns, cells)


def _cell(text: str) -> str:
    """Return the text on one line, cut to fit a cell of a table."""
    return " ".join(text.replace("|", "/").split())[:300]
