"""Tables of a report on the terminal."""

from rich import table
from rich.console import Console

from bench.report.tables import Report

# A file has room for the widest table.
UNLIMITED = 200


def show(report: Report) -> None:
    console = Console()
    if not console.is_terminal:
        console = Console(width=UNLIMITED)
    for each in report.all_tables():
        shown = table.Table(title=each.title, caption="\n".join(each.notes), title_justify="left")
        for index, column in enumerate(each.columns):
            shown.add_column(column, justify="right" if index else "left")
        for row in each.rows:
            shown.add_row(*row)
        console.print(shown)
