"""Planted faults: a patch of rip/ each, with the tests that must fail with it.

A patch begins with the fault as a plain sentence and the line `Tests:`, which names files or tests
of pytest; the diff follows.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

FOLDER: Final = Path("tests/mutants")
_FIRST_OF_DIFF: Final = re.compile(r"^(?:diff --git |--- )", re.MULTILINE)
_CHANGED_FILE: Final = re.compile(r"^\+\+\+ b/(.+?)\s*$", re.MULTILINE)


@dataclass(frozen=True)
class PlantedFault:
    """A patch, under its name: the area and the file, without the suffix."""

    name: str
    path: Path
    sentence: str
    tests: tuple[str, ...]
    files: tuple[str, ...]


def planted_faults(root: Path) -> list[PlantedFault]:
    """Return all planted faults of the tree under `root`, in the order of their names."""
    folder = root / FOLDER
    return [_read(path, folder) for path in sorted(folder.glob("*/*.patch"))]


def _read(path: Path, folder: Path) -> PlantedFault:
    text = path.read_text()
    diff = _FIRST_OF_DIFF.search(text)
    head = text[: diff.start()] if diff else text
    sentence, _, tests = head.partition("Tests:")
    return PlantedFault(
        name=str(path.relative_to(folder).with_suffix("")),
        path=path,
        sentence=" ".join(sentence.split()),
        tests=tuple(tests.split()),
        files=tuple(_CHANGED_FILE.findall(text)),
    )


def chosen(faults: list[PlantedFault], wanted: list[str]) -> list[PlantedFault]:
    """Return those that `wanted` names, by area, name or file; all if it names nothing."""
    names = {_without_folder(one) for one in wanted}
    return [
        fault for fault in faults if not names or names & {fault.name, fault.name.split("/")[0]}
    ]


def unknown(faults: list[PlantedFault], wanted: list[str]) -> list[str]:
    """Return what is wanted and names no fault."""
    return [one for one in wanted if not chosen(faults, [one])]


def _without_folder(wanted: str) -> str:
    return wanted.removeprefix("./").removeprefix(f"{FOLDER}/").removesuffix(".patch").rstrip("/")


def head_faults(fault: PlantedFault, root: Path) -> Iterator[str]:
    """Yield what is wrong with the head of a patch."""
    if not fault.sentence.endswith("."):
        yield "it does not begin with a sentence"
    if not fault.tests:
        yield "it names no tests"
    if not fault.files:
        yield "it changes no file"
    for file in fault.files:
        if not file.startswith("rip/"):
            yield f"it changes {file}, which is not in rip/"
    for test in fault.tests:
        if not _exists(test, root):
            yield f"there is no {test}"


def _exists(test: str, root: Path) -> bool:
    path, *names = test.split("[", maxsplit=1)[0].split("::")
    file = root / path
    if not names:
        return file.exists()
    if not file.is_file():
        return False
    tree: ast.AST = ast.parse(file.read_text())
    for name in names:
        found = [node for node in ast.iter_child_nodes(tree) if getattr(node, "name", "") == name]
        if not found:
            return False
        tree = found[0]
    return True
