"""Reading the documents, and the paths they name."""

import re
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent.parent
DOCS: Final = ROOT / "docs"
DECISIONS: Final = DOCS / "decisions"

# A path from the root of the project, as documents and code write it between backticks.
_NAMED: Final = re.compile(r"`((?:rip|tests|bench|docs|frontend|examples|\.ci)/[\w./-]*)`")


def named_paths(text: str) -> list[str]:
    """Return every path of the project between backticks, in order."""
    return [path.rstrip("/") for path in _NAMED.findall(text)]


def missing_paths(text: str) -> list[str]:
    """Return the paths that a text names and that are not there.

    A recipe may name a migration that following it writes.
    """
    paths = [path for path in named_paths(text) if "/migrations/" not in path]
    return [path for path in paths if not (ROOT / path).exists()]


def table_rows(text: str) -> list[list[str]]:
    """Return the cells of each row of the tables in a text, without headings."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    rules = [number for number, row in enumerate(rows) if set("".join(row)) <= set("-: ")]
    headings = {*rules, *(number - 1 for number in rules)}
    return [row for number, row in enumerate(rows) if number not in headings]
