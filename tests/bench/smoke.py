"""Each benchmark for a moment on little: that it works to its end is seen, nothing is measured."""

import re
from typing import Final

MOMENT: Final = "0.3"
# A thousand adverts give every filter a full page.
CATALOGUE_SIZES: Final = (1_000,)
PAGES_SIZES: Final = (1_000, 1_200)


def rows(printed: str) -> list[dict[str, str]]:
    """The rows of all tables on a terminal, by the names of their columns; "" is the first."""
    found, columns = [], [""]
    for line in printed.splitlines():
        if line.startswith("┃"):
            columns = ["", *(cell.strip() for cell in line.split("┃")[2:-1])]
        elif line.startswith("│"):
            cells = [cell.strip() for cell in line.split("│")[1:-1]]
            found.append(dict(zip(columns, cells, strict=True)))
    return found


def without_figure(found: list[dict[str, str]], column: str) -> list[dict[str, str]]:
    """The rows that say nothing there, or nought."""
    return [row for row in found if not re.match(r"[\d,.]*[1-9]", row[column])]
