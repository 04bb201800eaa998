"""The architecture document shows the packages, files and functions that are there."""

import ast
import re

import pytest

from tests.docs.documents import ROOT
from tests.docs.tree import ARCHITECTURE, packages, sentence_of, with_tree

TEXT = ARCHITECTURE.read_text()
# A function, class or method as the flows name it: `rip/file.py:name`, `rip/file.py:Name.method`.
PLACE = re.compile(r"`(rip/[\w/]+\.py):([\w.]+)`")
MOST_WORDS = 1_900


def _names(body: list[ast.stmt]) -> dict[str, ast.stmt]:
    found: dict[str, ast.stmt] = {}
    for node in body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            found[node.name] = node
        elif isinstance(node, ast.Assign):
            found |= {target.id: node for target in node.targets if isinstance(target, ast.Name)}
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            found[node.target.id] = node
    return found


def test_the_tree_is_what_the_packages_say_of_themselves() -> None:
    assert with_tree(TEXT) == TEXT, "run: python -m tests.docs.tree"
    for package in packages():
        assert sentence_of(package), f"{package}: say its job in a sentence"


@pytest.mark.parametrize(("path", "name"), sorted(set(PLACE.findall(TEXT))))
def test_a_flow_goes_through_code_that_is_there(path: str, name: str) -> None:
    body = ast.parse((ROOT / path).read_text()).body
    for part in name.split("."):
        node = _names(body).get(part)
        assert node is not None, f"{part} is not in {path}"
        body = getattr(node, "body", [])


def test_there_are_three_flows() -> None:
    assert len(re.findall(r"^## Flow: ", TEXT, flags=re.MULTILINE)) == 3
    assert len(PLACE.findall(TEXT)) >= 24


def test_it_is_read_in_a_quarter_of_an_hour() -> None:
    assert len(TEXT.split()) <= MOST_WORDS
