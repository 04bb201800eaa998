"""The blocks of code in the documents, and the commands in them."""

import re
from pathlib import Path
from typing import Final, NamedTuple

from tests.docs.documents import DECISIONS, DOCS, ROOT

READMES: Final = (ROOT / "README.md", ROOT / "README.ru.md")
PAGES: Final = (
    *READMES,
    ROOT / "CONTRIBUTING.md",
    *sorted(DOCS.glob("*.md")),
    *sorted(DECISIONS.glob("*.md")),
)
_BLOCK: Final = re.compile(
    r"^(?P<indent> *)```(?P<language>\w*)\n(?P<text>.*?)^ *```$", re.MULTILINE | re.DOTALL
)
_COMMENT: Final = re.compile(r"(?:^|\s+)#\s.*$", re.MULTILINE)


class Block(NamedTuple):
    language: str
    text: str


def blocks(page: Path) -> list[Block]:
    """Return the blocks of code of a document, without the indent of a list around them."""
    found = _BLOCK.finditer(page.read_text())
    return [Block(one["language"], _without_indent(one["text"], one["indent"])) for one in found]


def _without_indent(text: str, indent: str) -> str:
    return "".join(line.removeprefix(indent) for line in text.splitlines(keepends=True))


def commands(block: Block) -> list[str]:
    """Return the commands of a shell block, without comments, each with its continuing lines."""
    text = _COMMENT.sub("", block.text).replace("\\\n", " ")
    found: list[str] = []
    for line in text.splitlines():
        # A quote that is open goes on in the next line.
        if found and found[-1].count("'") % 2:
            found[-1] += f"\n{line}"
        elif line.strip():
            found.append(line.strip())
    return found
