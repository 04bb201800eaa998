"""Both READMEs say the same, and what the documents tell people to run is there."""

import re
from pathlib import Path

import pytest

from tests.docs.code_blocks import PAGES, READMES, Block, blocks, commands
from tests.kit.running import ROOT

ENGLISH, RUSSIAN = (path.read_text() for path in READMES)
LINK = re.compile(r"\]\(([^)]+)\)")
RUN = re.compile(r"(?<![\w/])\./run ([a-z]+)")
HELP = (ROOT / "run").read_text().partition("help() {")[2].partition("\nTEXT")[0]


def without_blocks(text: str) -> str:
    return re.sub(r"^ *```.*?^ *```$", "", text, flags=re.MULTILINE | re.DOTALL)


def shape(text: str) -> list[str]:
    """Return the order of headings, lists, tables and pictures, without their words."""
    found = re.findall(r"^(#+ |\* |\d+\. |\||!\[)", without_blocks(text), flags=re.MULTILINE)
    return [mark.strip() for mark in found]


def same_everywhere(block: Block) -> Block:
    """Return a block without its comments, which are translated."""
    if block.language == "sh":
        return Block("sh", "\n".join(commands(block)))
    return Block(block.language, "" if "detail" in block.text else block.text)


def test_both_have_the_same_sections_lists_and_tables_in_the_same_order() -> None:
    assert shape(ENGLISH) == shape(RUSSIAN)


def test_both_have_the_same_commands_and_answers() -> None:
    english, russian = ([same_everywhere(one) for one in blocks(path)] for path in READMES)
    assert english == russian
    assert sum(one.language == "sh" for one in english) > 5


def test_both_link_the_same_but_for_each_other() -> None:
    english, russian = (
        sorted(set(LINK.findall(text)) - {"README.md", "README.ru.md"})
        for text in (ENGLISH, RUSSIAN)
    )
    assert english == russian


@pytest.mark.parametrize("column", [0, 1])
def test_tables_name_the_same_settings_addresses_and_tests(column: int) -> None:
    def names(text: str) -> list[str]:
        rows = [line.split("|") for line in text.splitlines() if line.startswith("|")]
        cells = [row[column + 1] for row in rows]
        return [name for cell in cells for name in re.findall(r"`([^`]+)`", cell)]

    assert names(ENGLISH) == names(RUSSIAN)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_each_command_of_run_that_a_document_names_is_there(page: Path) -> None:
    # COMMAND and X stand for all of them.
    named = set(RUN.findall(page.read_text()))
    listed = set(re.findall(r"^  ([a-z]+) ", HELP, flags=re.MULTILINE))
    assert named <= listed
