"""The targets of references in documents and code exist."""

import re
from pathlib import Path

import pytest

from tests.docs.documents import DECISIONS, DOCS, ROOT, missing_paths

LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")
DOCUMENT = re.compile(r"docs/[\w/-]+\.md")
PAGES = [
    *DOCS.glob("*.md"),
    *DECISIONS.glob("*.md"),
    *(ROOT / name for name in ("README.md", "README.ru.md", "CONTRIBUTING.md", "CHANGELOG.md")),
]
CODE = [
    path
    for folder in ("rip", "tests", "bench", "examples", "frontend/src")
    for ending in ("py", "ts", "js", "html", "css")
    for path in (ROOT / folder).rglob(f"*.{ending}")
    if "node_modules" not in path.parts
]


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_a_document_links_what_is_there(page: Path) -> None:
    links = [link for link in LINK.findall(page.read_text()) if "://" not in link]
    assert not [link for link in links if not (page.parent / link).exists()]


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_a_document_names_files_that_are_there(page: Path) -> None:
    assert not missing_paths(page.read_text())


def test_code_refers_to_documents_that_are_there() -> None:
    missing = {
        (_name(path), name)
        for path in CODE
        for name in DOCUMENT.findall(path.read_text())
        if not (ROOT / name).exists()
    }
    assert not missing
