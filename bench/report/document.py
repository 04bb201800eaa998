"""Reports in docs/benchmarks.md, each between two marks of its own."""

import platform
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from bench.report.tables import Report, Table
from tests.kit.running import ROOT

DOCUMENT = ROOT / "docs" / "benchmarks.md"


def write(report: Report, document: Path = DOCUMENT) -> None:
    """Put the report's tables between its two marks in the document, and its chart beside it.

    Raises ValueError when the document has no such marks.
    """
    text = document.read_text()
    begin, end = f"<!-- {report.name}: begin -->", f"<!-- {report.name}: end -->"
    measured = f"Measured on {datetime.now(UTC):%d %B %Y}, by Python {platform.python_version()}."
    body = f"{begin}\n\n{measured}\n\n{markdown(report)}\n{end}"
    between = re.compile(re.escape(begin) + ".*?" + re.escape(end), re.DOTALL)
    if not between.search(text):
        raise ValueError(f"{document} has no place marked {begin} … {end}.")
    document.write_text(between.sub(lambda _: body, text))
    if report.chart:
        (document.parent / report.chart.file).write_text(report.chart.svg)


def markdown(report: Report) -> str:
    picture = [f"![{report.chart.title}]({report.chart.file})\n"] if report.chart else []
    return "\n".join([*picture, *(_markdown(table) for table in report.all_tables())])


def _markdown(table: Table) -> str:
    lines = [f"**{table.title}**", "", _line(table.columns)]
    lines.append(_line(["---", *["---:"] * (len(table.columns) - 1)]))
    lines += [_line(row) for row in table.rows]
    for note in table.notes:
        lines += ["", note]
    return "\n".join([*lines, ""])


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
