"""A report: tables of figures, goals, and a chart."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field, replace


@dataclass(frozen=True)
class Table:
    """The first column is text, the others are figures."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    notes: Sequence[str] = ()


@dataclass(frozen=True)
class Goal:
    """A claim, the figure that was measured for it, and the figure it needs."""

    claim: str
    figure: str
    wanted: str
    met: bool


@dataclass(frozen=True)
class Chart:
    """A picture, for the document alone: an SVG file beside it, and the same in words."""

    file: str
    title: str
    svg: str


@dataclass(frozen=True)
class Report:
    """Everything that one benchmark says. `name` marks its place in the document."""

    name: str
    tables: Sequence[Table]
    goals: Sequence[Goal] = field(default_factory=list)
    chart: Chart | None = None
    # Added to every title.
    remark: str = ""

    def all_tables(self) -> list[Table]:
        """Return the tables, and the goals as the last one."""
        tables = [*self.tables, *self._goals()]
        if not self.remark:
            return tables
        return [replace(table, title=f"{table.title}, {self.remark}") for table in tables]

    def remarked(self, remark: str) -> "Report":
        """Return the report with one more remark in every title, the chart's too."""
        chart = self.chart
        if chart:
            title = f"{chart.title}, {remark}"
            chart = replace(chart, title=title, svg=chart.svg.replace(chart.title, title, 1))
        remarks = f"{self.remark}, {remark}" if self.remark else remark
        return replace(self, chart=chart, remark=remarks)

    def _goals(self) -> list[Table]:
        if not self.goals:
            return []
        rows = [
            [goal.claim, goal.figure, goal.wanted, "yes" if goal.met else "NO"]
            for goal in self.goals
        ]
        return [Table("Goals", ["figure", "measured", "goal", "met"], rows)]


def spread(figures: Sequence[float], form: str = ",.0f") -> str:
    """Return the median, and the range it comes from."""
    middle = format(statistics.median(figures), form)
    if len(figures) == 1:
        return middle
    return f"{middle} ({format(min(figures), form)}–{format(max(figures), form)})"
