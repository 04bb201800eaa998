"""Decisions are short notes of one shape, all of them in the index."""

import re
import tomllib
from pathlib import Path

import pytest

from tests.docs.documents import DECISIONS, ROOT

NOTES = sorted(DECISIONS.glob("[0-9]*.md"))
INDEX = (DECISIONS / "README.md").read_text()
MOST_WORDS = 400


def test_numbers_are_used_once_and_in_order() -> None:
    numbers = [int(note.name[:3]) for note in NOTES]
    assert numbers == sorted(set(numbers))


@pytest.mark.parametrize("note", NOTES, ids=lambda note: note.stem)
def test_a_note_says_context_choice_and_price_on_one_page(note: Path) -> None:
    text = note.read_text()
    assert text.startswith(f"# {note.name[:3]}. ")
    for part in ("\n**Context.** ", "\n**Choice.**", "\n**Price.** "):
        assert text.count(part) == 1, part
    assert len(text.split()) <= MOST_WORDS


def test_the_index_has_every_note_by_its_title() -> None:
    titles = {note.name: note.read_text().splitlines()[0].removeprefix("# ") for note in NOTES}
    linked = re.findall(r"^\* \[(.+)\]\((\d{3}-[\w-]+\.md)\): \S", INDEX, flags=re.MULTILINE)
    assert {name: title for title, name in linked} == titles
    assert len(linked) == len(titles)


def test_every_dependency_has_its_reason() -> None:
    text = next(note for note in NOTES if note.stem.endswith("libraries")).read_text()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    explained = {
        name.strip().partition("[")[0]
        for row in re.findall(r"^\| (.+?) \|", text, flags=re.MULTILINE)
        for name in row.split(",")
    }
    wanted = {re.split(r"[\[~=<>]", name)[0] for name in project["dependencies"]}
    assert wanted == explained - {"library", "---"}
