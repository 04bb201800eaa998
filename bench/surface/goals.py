"""The goals of the surface."""

import statistics
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from bench.report.tables import Goal, spread
from bench.servers.boards import Drf, PocketBase
from bench.surface.peers import NODE, ONE, PATCH, POST
from bench.surface.people import Who
from bench.surface.results import RIP, SILENT, STATIC, Place, Results
from bench.surface.rows.pages import SLUG
from bench.surface.rows.row import Row
from bench.surface.tables import growth
from bench.surface.templates import LARGE, SMALL

WITH_TOKEN: Final = 0.8
LEAST_WITH_LOG: Final = 0.9
LEAST_PAGES: Final = 300
MOST_GROWTH: Final = 1.5
LEAST_ON_MARIADB: Final = 0.4
ADVERT_PAGE: Final = f"GET /{SLUG} (nobody)"
BOARD_PAGE: Final = "GET / (nobody)"

# Ours, whose row is compared with which row of which server, and the least ratio.
BESIDE: Final[Sequence[tuple[str, str, str, float | None]]] = (
    (ONE, PocketBase.name, ONE, 1.2),
    (ONE, STATIC, ONE, 0.2),
    (ONE, Drf.name, ONE, None),
    ("GET /api/v1/accounts/me (customer)", PocketBase.name, ONE, 1.5),
    ("GET /api/v1/support_chat (customer)", PocketBase.name, ONE, 1.2),
    ("GET /api/v1/favourites (customer)", PocketBase.name, ONE, 1.2),
    ("GET /api/v1/support/rooms (operator)", PocketBase.name, ONE, 0.5),
    (POST, PocketBase.name, POST, 1.0),
    (PATCH, PocketBase.name, PATCH, 1.0),
    (POST, NODE, POST, None),
    (PATCH, NODE, PATCH, None),
)


def goals(results: Results, rows: Sequence[Row]) -> list[Goal]:
    made: list[Goal] = []
    for place in results.places():
        found = results.measured(place, list(rows))
        made += _with_token(results, place, found)
        made += _beside(results, place)
        made += _pages(results, place, found)
        made += _log(results, place, found)
        made += _growth(results, place, found)
        made += _mariadb(results, place, found)
    wrong = [reason for reason in results.wrong if reason.startswith(RIP)]
    made.append(Goal("Rows that RIP answered wrongly", str(len(wrong)), "0", not wrong))
    return made


def _where(place: Place, claim: str) -> str:
    return f"{place.engine}, {place.size}: {claim}"


def _with_token(results: Results, place: Place, rows: Sequence[Row]) -> Iterator[Goal]:
    for row in rows:
        if row.kind != "read" or row.who != Who.CUSTOMER:
            continue
        anonymous = f"{row.title} ({Who.NOBODY})"
        if figures := results.ratios(place, (row.name, RIP), (anonymous, RIP)):
            claim = _where(place, f"{row.title}: with a token ÷ without")
            yield _at_least(claim, figures, WITH_TOKEN)


def _beside(results: Results, place: Place) -> Iterator[Goal]:
    for ours, server, theirs, least in BESIDE:
        if figures := results.ratios(place, (ours, RIP), (theirs, server)):
            other = server if theirs == ours else f"{server}, one advert"
            yield _at_least(_where(place, f"{ours} ÷ {other}"), figures, least)


def _pages(results: Results, place: Place, rows: Sequence[Row]) -> Iterator[Goal]:
    if figures := results.ratios(place, (ADVERT_PAGE, RIP), (BOARD_PAGE, RIP)):
        yield _at_least(_where(place, "an advert's page ÷ the board's"), figures, 0.5)

    def rate(row: Row) -> float | None:
        return results.rate(place, row.name)

    pages = [row for row in rows if row.kind == "page" and not row.whole]
    claim = _where(place, "every page, a second")
    yield from _worst(claim, pages, rate, LEAST_PAGES, ",.0f", at_least=True)


def _log(results: Results, place: Place, rows: Sequence[Row]) -> Iterator[Goal]:
    def kept(row: Row) -> float | None:
        figures = results.ratios(place, (row.name, RIP), (row.name, SILENT))
        return statistics.median(figures) if figures else None

    claim = _where(place, "every row, log on ÷ log off")
    yield from _worst(claim, rows, kept, LEAST_WITH_LOG, ".2f", at_least=True)


def _growth(results: Results, place: Place, rows: Sequence[Row]) -> Iterator[Goal]:
    if place.size != LARGE.name:
        return

    def grown(row: Row) -> float | None:
        return growth(results, place, row)

    claim = f"{place.engine}: every row, {SMALL.name} ÷ {LARGE.name}"
    yield from _worst(claim, rows, grown, MOST_GROWTH, ".2f", at_least=False)


def _mariadb(results: Results, place: Place, rows: Sequence[Row]) -> Iterator[Goal]:
    if place.engine != "mariadb":
        return

    def kept(row: Row) -> float | None:
        theirs = results.rate(Place("sqlite", place.size), row.name)
        ours = results.rate(place, row.name)
        return ours / theirs if ours and theirs else None

    reads = [row for row in rows if row.kind != "write"]
    claim = f"{place.size}: every read, MariaDB ÷ SQLite"
    yield from _worst(claim, reads, kept, LEAST_ON_MARIADB, ".2f", at_least=True)


def _worst(
    claim: str,
    rows: Sequence[Row],
    figure_of: Callable[[Row], float | None],
    bound: float,
    form: str,
    *,
    at_least: bool,
) -> Iterator[Goal]:
    """Give a goal for each row that misses the bound, worst first; else one, with the worst."""
    found = [(figure, row.name) for row in rows if (figure := figure_of(row)) is not None]
    found.sort(reverse=not at_least)
    wanted = f"{'≥' if at_least else '≤'} {bound}"
    missed = [one for one in found if (one[0] < bound if at_least else one[0] > bound)]
    for figure, name in missed:
        yield Goal(f"{claim}: {name}", format(figure, form), wanted, met=False)
    if found and not missed:
        figure, name = found[0]
        yield Goal(f"{claim}, the worst: {name}", format(figure, form), wanted, met=True)


def _at_least(claim: str, figures: Sequence[float], least: float | None) -> Goal:
    met = least is None or statistics.median(figures) >= least
    return Goal(claim, spread(figures, ".2f"), "no goal" if least is None else f"≥ {least}", met)
