"""Check the shape of the source tree: imports, folders, files, packages and words.

`python -m tests.tools.structure` prints each fault, then a line for each rule, and exits with 1 if
a rule is broken. `./run check` runs it.
"""

import ast
import graphlib
import io
import itertools
import os
import re
import sys
import tokenize
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import grimp

from tests.kit.running import ROOT

MOST_MODULES: Final = 15
MOST_LINES: Final = 350
SUFFIXES: Final = (".py", ".ts")
# Django writes migrations; the rest is not ours, or is made by programs.
SKIPPED: Final = frozenset(("migrations", "node_modules", "var", "__pycache__"))
SHAPED: Final = ("rip", "bench", "frontend")
FORBIDDEN_NAMES: Final = frozenset(("helper", "helpers", "manager", "managers", "util", "utils"))
# A docstring or comment says what something does, states a guarantee or gives a reason.
QUESTION: Final = re.compile(r"(?:What|Where|Whether|Who|How)\b")
TS_COMMENT: Final = re.compile(r"\s*(?://|/\*\*?|\*)\s*(?P<text>.*)")
SENTENCE_END: Final = re.compile(r"[.!?]\s+[A-ZА-Я]")
PRIVATE: Final = re.compile(r"_[A-Za-z]\w*")
# Calls that take the name of an attribute as text.
PATCHING: Final = frozenset(
    ("getattr", "setattr", "delattr", "hasattr", "attrgetter", "object", "patch")
)

Edges = dict[str, set[str]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A check of the tree under `root`, which yields one line for each fault."""

    name: str
    check: Callable[[Path], Iterable[str]]


def import_edges(package: str) -> Edges:
    """Return the modules of `package`, each with those that it imports, at any depth of a file."""
    graph = grimp.build_graph(package, cache_dir=None)
    return {
        module: set(graph.find_modules_directly_imported_by(module)) for module in graph.modules
    }


def circles(edges: Edges) -> Iterator[list[str]]:
    """Yield circles until none is left: each ends where it begins, and shares no edge with another.

    Deleting one import of each makes an end of them all.
    """
    left = {module: set(imported) for module, imported in edges.items()}
    while True:
        try:
            graphlib.TopologicalSorter(left).prepare()
        except graphlib.CycleError as error:
            circle: list[str] = error.args[1][::-1]
            for importer, imported in itertools.pairwise(circle):
                left[importer].discard(imported)
            yield circle
        else:
            return


def folder_edges(edges: Edges) -> Iterator[tuple[str, Edges]]:
    """Yield each package with the imports between its children: folders and single modules."""
    packages = {module.rpartition(".")[0] for module in edges if "." in module}
    for package in sorted(packages):
        between: Edges = {}
        for module, imported in edges.items():
            child = _child(package, module)
            others = {_child(package, other) for other in imported} - {child, None}
            if child and others:
                between.setdefault(child, set()).update(other for other in others if other)
        yield package, between


def _child(package: str, module: str) -> str | None:
    if not module.startswith(f"{package}."):
        return None
    return module[len(package) + 1 :].partition(".")[0]


def circular_modules(root: Path) -> Iterator[str]:
    for circle in circles(import_edges("rip")):
        yield " -> ".join(circle)


def circular_folders(root: Path) -> Iterator[str]:
    for package, edges in folder_edges(import_edges("rip")):
        for circle in circles(edges):
            yield f"{package}: {' -> '.join(circle)}"


def sources(root: Path, *folders: str) -> Iterator[Path]:
    """Yield our source files under `folders` of `root`, as paths relative to it; all by default."""
    for folder in folders or (".",):
        for path, inner, names in os.walk(root / folder):
            inner[:] = sorted(name for name in inner if name not in SKIPPED and name[0] != ".")
            for name in sorted(names):
                if name.endswith(SUFFIXES):
                    yield Path(path, name).relative_to(root)


def crowded_folders(root: Path) -> Iterator[str]:
    modules = [path for path in sources(root, *SHAPED) if path.name != "__init__.py"]
    for folder, count in sorted(Counter(path.parent for path in modules).items()):
        if count > MOST_MODULES:
            yield f"{folder}: {count} modules"


def long_files(root: Path) -> Iterator[str]:
    for path in sources(root):
        lines = (root / path).read_text().count("\n")
        if lines > MOST_LINES:
            yield f"{path}: {lines} lines"


def silent_packages(root: Path) -> Iterator[str]:
    for path in sources(root, *SHAPED):
        if path.name != "__init__.py":
            continue
        docstring = ast.get_docstring(ast.parse((root / path).read_text()))
        if not docstring:
            yield f"{path}: says nothing"
        elif not docstring.endswith(".") or SENTENCE_END.search(docstring):
            yield f"{path}: not one sentence"


def forbidden_names(root: Path) -> Iterator[str]:
    for path in sources(root):
        if FORBIDDEN_NAMES.intersection(re.split(r"[_.-]", path.stem)):
            yield str(path)


def questions(root: Path) -> Iterator[str]:
    for path in sources(root):
        text = (root / path).read_text()
        texts = _python_texts(text) if path.suffix == ".py" else _typescript_texts(text)
        for line, said in texts:
            if QUESTION.match(said):
                yield f"{path}:{line}: {said.splitlines()[0]}"


def _python_texts(source: str) -> Iterator[tuple[int, str]]:
    """Yield the docstrings, and the first line of each block of comments, with their lines."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, documented) and (docstring := ast.get_docstring(node)):
            yield node.body[0].lineno, docstring
    last = -1
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            line = token.start[0]
            if line != last + 1:
                yield line, token.string.lstrip("#! ")
            last = line


def _typescript_texts(source: str) -> Iterator[tuple[int, str]]:
    last = -1
    for line, text in enumerate(source.splitlines(), start=1):
        if found := TS_COMMENT.match(text):
            if found["text"] and line != last + 1:
                yield line, found["text"]
            last = line if found["text"] else last


def private_uses(root: Path) -> Iterator[str]:
    """Yield where tests and benches use a private name of rip: they go through its public doors.

    A name of a test's own that rip has too counts as well, unless it is an attribute of self.
    """
    private = {
        name
        for path in sources(root, "rip")
        if path.suffix == ".py"
        for name in _names_given(ast.parse((root / path).read_text()))
        if PRIVATE.fullmatch(name)
    }
    for path in sources(root, "tests", "bench"):
        if path.suffix != ".py":
            continue
        for node in ast.walk(ast.parse((root / path).read_text())):
            for name in _names_used(node):
                if name in private:
                    yield f"{path}:{getattr(node, 'lineno', 0)}: {name}"


def sleeps(root: Path) -> Iterator[str]:
    """Yield where tests let time pass: they wait for conditions, by tests/kit/waiting.py.

    The attacks, the fault lab and the generated faults are programs about time.
    """
    for path in sources(root, "tests"):
        if path.suffix != ".py" or path.parts[1] in ("attacks", "faults", "mutants"):
            continue
        if path.parts[1:] == ("kit", "waiting.py"):
            continue
        for node in ast.walk(ast.parse((root / path).read_text())):
            match node:
                case ast.Call(func=ast.Attribute(attr="sleep"), args=[ast.Constant(value=0)]):
                    pass
                case ast.Call(func=ast.Attribute(attr="sleep") | ast.Name(id="sleep")):
                    yield f"{path}:{node.lineno}"


def _names_given(tree: ast.AST) -> Iterator[str]:
    """The names that a module gives: to functions, classes, variables and attributes."""
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                yield node.name
            case ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
                yield name


def _names_used(node: ast.AST) -> Iterator[str]:
    """The names of others that a node imports, reads as attributes, or gives as texts to what
    reads or sets attributes."""
    match node:
        case ast.ImportFrom():
            yield from (alias.name for alias in node.names)
        case ast.Attribute(value=ast.Name(id="self" | "cls")):
            pass
        case ast.Attribute():
            yield node.attr
        case ast.Call(func=ast.Attribute(attr=called) | ast.Name(id=called)) if called in PATCHING:
            for given in node.args[:2]:
                if isinstance(given, ast.Constant) and isinstance(given.value, str):
                    yield given.value.rpartition(".")[2]


RULES: Final = (
    Rule("import circles between modules", circular_modules),
    Rule("import circles between folders", circular_folders),
    Rule(f"folders of more than {MOST_MODULES} modules", crowded_folders),
    Rule(f"files of more than {MOST_LINES} lines", long_files),
    Rule("packages whose docstring is not one sentence", silent_packages),
    Rule(f"modules named {', '.join(sorted(FORBIDDEN_NAMES))}", forbidden_names),
    Rule("docstrings and comments that begin with a question word", questions),
    Rule("private names of rip in tests and benches", private_uses),
    Rule("sleeps in tests", sleeps),
)


def main(root: Path = ROOT, rules: Iterable[Rule] = RULES) -> int:
    """Print the faults and a summary of the rules; return 1 if a rule is broken, else 0."""
    summary: list[str] = []
    broken = False
    for rule in rules:
        faults = list(rule.check(root))
        print(*faults, sep="\n", end="\n" if faults else "")
        summary.append(f"{len(faults):4} {rule.name}")
        broken = broken or bool(faults)
    print(*summary, sep="\n")
    return int(broken)


if __name__ == "__main__":
    sys.exit(main())
