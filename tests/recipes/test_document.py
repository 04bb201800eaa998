"""docs/recipes.md lists the files that each recipe touches."""

import re

import pytest

from tests.kit.running import ROOT
from tests.recipes.recipe import Recipe
from tests.recipes.recipes import RECIPES


def documented() -> dict[str, str]:
    """The sections of the document by their headings."""
    _, *sections = re.split(r"^## ", (ROOT / "docs" / "recipes.md").read_text(), flags=re.MULTILINE)
    return {text.partition("\n")[0]: text for text in sections}


def files_of(section: str) -> set[str]:
    return set(re.findall(r"^\* `([^`]+)`", section, flags=re.MULTILINE))


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.name)
def test_the_document_lists_the_files_of_a_recipe(recipe: Recipe) -> None:
    edited = {edit.path for edit in recipe.edits}
    listed = files_of(documented()[recipe.title])
    migrations = {path for path in listed if "/migrations/" in path}
    assert listed - migrations == edited
    assert bool(migrations) == any(
        "makemigrations" in command and "--check" not in command for command in recipe.commands
    )
    assert f"At most {recipe.most} file" in documented()[recipe.title]


def test_every_section_is_a_recipe() -> None:
    assert list(documented()) == [recipe.title for recipe in RECIPES]


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.name)
def test_every_edit_fits_the_code(recipe: Recipe) -> None:
    texts = {edit.path: (ROOT / edit.path).read_text() for edit in recipe.edits}
    for edit in recipe.edits:
        assert texts[edit.path].count(edit.before) == 1, edit
        texts[edit.path] = texts[edit.path].replace(edit.before, edit.after)
