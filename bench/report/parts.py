"""Tables of what was measured, for the terminal and for docs/benchmarks.md."""

import platform
import re
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.running import ROOT

# A file has room for the widest table.
UNLIMITED = 200
DOCUMENT = ROOT / "docs" / "benchmarks.md"


@dataclass(frozen=True)
class Sheet:
    """One table. The first column is text, the others are figures."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    notes: Sequence[str] = ()


@dataclass(frozen=True)
class Goal:
    """A figure that was asked for."""

    claim: str
    figure: str
    wanted: str
    met: bool


@dataclass(frozen=True)
class Chart:
    """A picture, for the document alone: an SVG file beside it, and the same in words."""

    file: str
    words: str
    svg: str


@dataclass(frozen=True)
class Part:
    """All there is to say about one kind of work."""

    name: str
    sheets: Sequence[Sheet]
    goals: Sequence[Goal] = field(default_factory=list)
    chart: Chart | None = None

    def all_sheets(self) -> list[Sheet]:
        if not self.goals:
            return list(self.sheets)
        rows = [[goal.claim, goal.figure, goal.wanted, _yes(goal.met)] for goal in self.goals]
        asked = Sheet("What was asked", ["figure", "measured", "asked", "met"], rows)
        return [*self.sheets, asked]


def _yes(met: bool) -> str:
    return "yes" if met else "NO"


def spread(figures: Sequence[float], form: str = ",.0f") -> str:
    """The median, and the range it comes from."""
    middle = format(statistics.median(figures), form)
    if len(figures) == 1:
        return middle
    return f"{middle} ({format(min(figures), form)}–{format(max(figures), form)})"


def show(part: Part) -> None:
    console = Console()
    if not console.is_terminal:
        console = Console(width=UNLIMITED)
    for sheet in part.all_sheets():
        table = Table(title=sheet.title, caption="\n".join(sheet.notes), title_justify="left")
        for at, column in enumerate(sheet.columns):
            table.add_column(column, justify="right" if at else "left")
        for row in sheet.rows:
            table.add_row(*row)
        console.print(table)


def write(part: Part, document: Path = DOCUMENT) -> None:
    """Put the part's tables between its two marks in docs/benchmarks.md, and its chart beside it.

    Raises ValueError when the document has no such marks.
    """
    text = document.read_text()
    begin, end = f"<!-- {part.name}: begin -->", f"<!-- {part.name}: end -->"
    measured = f"Measured on {datetime.now(UTC):%d %B %Y}, by Python {platform.python_version()}."
    body = f"{begin}\n\n{measured}\n\n{markdown(part)}\n{end}"
    between = re.compile(re.escape(begin) + ".*?" + re.escape(end), re.DOTALL)
    if not between.search(text):
        raise ValueError(f"{document} has no place marked {begin} … {end}.")
    document.write_text(between.sub(lambda _: body, text))
    if part.chart:
        (document.parent / part.chart.file).write_text(part.chart.svg)


def markdown(part: Part) -> str:
    picture = [f"![{part.chart.words}]({part.chart.file})\n"] if part.chart else []
    return "\n".join([*picture, *(_markdown(sheet) for sheet in part.all_sheets())])


def _markdown(sheet: Sheet) -> str:
    lines = [f"**{sheet.title}**", "", _line(sheet.columns)]
    lines.append(_line(["---", *["---:"] * (len(sheet.columns) - 1)]))
    lines += [_line(row) for row in sheet.rows]
    for note in sheet.notes:
        lines += ["", note]
    return "\n".join([*lines, ""])


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
