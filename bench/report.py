"""Tables of what was measured, for the terminal and for docs/benchmarks.md."""

import re
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from rich.console import Console
from rich.table import Table

from tests.running import ROOT

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
class Part:
    """All there is to say about one kind of work."""

    name: str
    sheets: Sequence[Sheet]
    goals: Sequence[Goal] = field(default_factory=list)

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
    for sheet in part.all_sheets():
        table = Table(title=sheet.title, caption="\n".join(sheet.notes), title_justify="left")
        for at, column in enumerate(sheet.columns):
            table.add_column(column, justify="right" if at else "left")
        for row in sheet.rows:
            table.add_row(*row)
        console.print(table)


def write(part: Part) -> None:
    """Put the part's tables between its two marks in docs/benchmarks.md."""
    text = DOCUMENT.read_text()
    begin, end = f"<!-- {part.name}: begin -->", f"<!-- {part.name}: end -->"
    body = f"{begin}\n\nMeasured on {datetime.now(UTC):%d %B %Y}.\n\n{markdown(part)}\n{end}"
    between = re.compile(re.escape(begin) + ".*?" + re.escape(end), re.DOTALL)
    if not between.search(text):
        raise ValueError(f"{DOCUMENT} has no place marked {begin} … {end}.")
    DOCUMENT.write_text(between.sub(lambda _: body, text))


def markdown(part: Part) -> str:
    return "\n".join(_markdown(sheet) for sheet in part.all_sheets())


def _markdown(sheet: Sheet) -> str:
    lines = [f"**{sheet.title}**", "", _line(sheet.columns)]
    lines.append(_line(["---", *["---:"] * (len(sheet.columns) - 1)]))
    lines += [_line(row) for row in sheet.rows]
    for note in sheet.notes:
        lines += ["", note]
    return "\n".join([*lines, ""])


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
