"""The table of the fault lab: a row for each kind of fault on each backend."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from rich.table import Table

from tests.faults.worker import Report

HEADINGS = (
    "backend",
    "fault",
    "runs",
    "sent",
    "acknowledged",
    "lost",
    "duplicated",
    "out of order",
    "longest time to recover (s)",
)
BEGIN, END = "<!-- table -->\n", "<!-- end of table -->\n"


@dataclass
class Line:
    reports: list[Report] = field(default_factory=list)

    @property
    def cells(self) -> list[str]:
        first = self.reports[0]
        if first.skipped:
            return [first.backend, first.kind, "skipped", *["–"] * 6]
        counts = [
            sum(getattr(one, name) for one in self.reports)
            for name in ("sent", "acknowledged", "lost", "duplicated", "out_of_order")
        ]
        recovery = max(one.recovery for one in self.reports)
        numbers = [len(self.reports), *counts]
        return [first.backend, first.kind, *(f"{n:,}" for n in numbers), f"{recovery:.1f}"]

    @property
    def good(self) -> bool:
        return not any(one.wrong for one in self.reports)


@dataclass
class Figures:
    lines: dict[tuple[str, str], Line] = field(default_factory=dict)

    def add(self, report: Report) -> None:
        self.lines.setdefault((report.backend, report.kind), Line()).reports.append(report)

    def of(self, backends: Iterable[str], kinds: Iterable[str]) -> list[Line]:
        """The lines there are, in this order."""
        wanted = [(backend, kind) for backend in backends for kind in kinds]
        return [self.lines[one] for one in wanted if one in self.lines]

    @property
    def good(self) -> bool:
        return bool(self.lines) and all(line.good for line in self.lines.values())


def as_table(lines: list[Line]) -> Table:
    table = Table()
    for number, heading in enumerate(HEADINGS):
        table.add_column(heading, justify="left" if number < 2 else "right")
    for line in lines:
        table.add_row(*line.cells, style=None if line.good else "bold red")
    return table


def write_into(document: Path, lines: list[Line]) -> None:
    """Replace the table in a Markdown document."""
    rows = [HEADINGS, ("---", "---", *["---:"] * 7), *(line.cells for line in lines)]
    table = "".join(f"| {' | '.join(row)} |\n" for row in rows)
    before, rest = document.read_text().split(BEGIN)
    document.write_text(f"{before}{BEGIN}\n{table}\n{END}{rest.split(END)[1]}")
