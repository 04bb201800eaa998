"""The tree in docs/architecture.md: each package of RIP with the sentence it says about itself.

`python -m tests.docs.tree` writes it anew.
"""

import ast
import re
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tests.docs.documents import DOCS, ROOT

ARCHITECTURE: Final = DOCS / "architecture.md"
BEGIN: Final = "<!-- tree: begin -->"
END: Final = "<!-- tree: end -->"
# The columns in which the sentences begin and end.
INDENT: Final = 24
WIDTH: Final = 100
SKIPPED: Final = frozenset(("migrations", "management", "commands"))


def packages(root: Path = ROOT / "rip") -> Iterator[Path]:
    """Yield the packages of RIP, each before those inside it; not those that Django asks for."""
    if root.name in SKIPPED or not (root / "__init__.py").exists():
        return
    yield root
    for folder in sorted(path for path in root.iterdir() if path.is_dir()):
        yield from packages(folder)


def sentence_of(package: Path) -> str:
    """Return the docstring of a package as one line; empty if it has none."""
    docstring = ast.get_docstring(ast.parse((package / "__init__.py").read_text()))
    return " ".join((docstring or "").split())


def tree() -> str:
    """Return the tree as a block of Markdown."""
    lines = ["```"]
    for package in packages():
        depth = len(package.relative_to(ROOT).parts) - 1
        name = f"{'  ' * depth}{package.name}/ ".ljust(INDENT)
        lines += textwrap.wrap(
            sentence_of(package),
            WIDTH,
            initial_indent=name,
            subsequent_indent=" " * INDENT,
            break_on_hyphens=False,
        ) or [name.rstrip()]
    return "\n".join([*lines, "```"])


def with_tree(text: str) -> str:
    """Return the text of the document with the tree between its marks."""
    block = f"{BEGIN}\n{tree()}\n{END}"
    return re.sub(f"{BEGIN}.*{END}", lambda _: block, text, flags=re.DOTALL)


if __name__ == "__main__":
    ARCHITECTURE.write_text(with_tree(ARCHITECTURE.read_text()))
