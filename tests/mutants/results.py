"""Generated faults and what became of them, as mutmut writes it down."""

import ast
import contextlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from mutmut.mutation.diff_apply import get_diff_for_mutant

Verdict = Literal["killed", "timeout", "survived", "untested", "refused", "broken", "not run"]

# By the exit code of pytest, or the signal that ended it.
_VERDICTS: Final[dict[int | None, Verdict]] = {
    None: "not run",
    0: "survived",
    1: "killed",
    # No test reaches the function: mutmut's own code, and that of pytest.
    33: "untested",
    5: "untested",
    # mypy finds it, and so does ./run check.
    37: "refused",
    # Stopped for taking several times as long as the tests do.
    -24: "timeout",
    24: "timeout",
    152: "timeout",
    -9: "timeout",
}
_Function = ast.FunctionDef | ast.AsyncFunctionDef

# Such as rip.core.work.lru.xǁLRUCacheǁget__mutmut_3, or rip.core.work.lru.x_name__mutmut_3.
_NAME: Final = re.compile(r"\.x(?:_|ǁ(?P<class>\w+?)ǁ)(?P<function>\w+)__mutmut_\d+$")
_STRICT: Final = re.compile(r",? *\bstrict=\w+")
_HUNK: Final = re.compile(r"^@@ -(\d+)")


@dataclass(frozen=True)
class Mutant:
    """One generated fault: the lines it replaces, and by which."""

    name: str
    verdict: Verdict
    function: str
    line: int
    before: str
    after: str
    diff: str

    @property
    def noticed(self) -> bool:
        return self.verdict in {"killed", "timeout"}


def verdicts(workspace: Path, module: str) -> dict[str, Verdict]:
    """Return what has become of each fault so far; nothing while mutmut is writing it."""
    file = workspace / "mutants" / f"{module}.meta"
    try:
        codes: dict[str, int | None] = json.loads(file.read_text())["exit_code_by_key"]
    except (FileNotFoundError, json.JSONDecodeError):
        return {}
    return {name: _VERDICTS.get(code, "broken") for name, code in codes.items()}


def mutants(workspace: Path, module: str) -> list[Mutant]:
    """Return all generated faults of a module, in the order of its lines."""
    source = (workspace / module).read_text()
    lines = source.splitlines()
    starts = {name: _top(node, lines) for name, node in _functions(ast.parse(source))}
    ends = verdicts(workspace, module)
    with contextlib.chdir(workspace):
        found = [
            _mutant(name, verdict, get_diff_for_mutant(name, path=module), starts)
            for name, verdict in ends.items()
        ]
    found = [mutant for mutant in found if not _is_idle(mutant)]
    return sorted(found, key=lambda mutant: (mutant.line, mutant.name))


def _is_idle(mutant: Mutant) -> bool:
    """True if it only takes back a check that never fails: that two lists are of one length."""
    return _STRICT.sub("", mutant.before) == _STRICT.sub("", mutant.after).replace(", )", ")")


def _mutant(name: str, verdict: Verdict, diff: str, starts: dict[str, int]) -> Mutant:
    match = _NAME.search(name)
    assert match, name
    function = ".".join(part for part in (match["class"], match["function"]) if part)
    body = diff.splitlines()[2:]
    return Mutant(
        name=name,
        verdict=verdict,
        function=function,
        line=_changed_line(body, starts.get(function, 1)),
        before=_text(body, "-"),
        after=_text(body, "+"),
        diff="\n".join(body),
    )


def _changed_line(body: list[str], start: int) -> int:
    """Return the line of the module that a diff of one of its functions changes."""
    match = _HUNK.match(body[0]) if body else None
    if not match:
        return start
    unchanged = 0
    for line in body[1:]:
        if line[0] in "-+":
            break
        unchanged += 1
    return start + int(match[1]) - 1 + unchanged


def _text(body: list[str], sign: str) -> str:
    return "\n".join(line[1:].strip() for line in body if line.startswith(sign))


def _functions(tree: ast.Module) -> Iterator[tuple[str, _Function]]:
    for node in tree.body:
        if isinstance(node, _Function):
            yield node.name, node
        elif isinstance(node, ast.ClassDef):
            for child in node.body:
                if isinstance(child, _Function):
                    yield f"{node.name}.{child.name}", child


def _top(node: _Function, lines: list[str]) -> int:
    """Return the first line of a function in a diff: that of the first comment right above it."""
    first = top = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
    comment = " " * node.col_offset + "#"
    for number in range(first - 1, 0, -1):
        line = lines[number - 1]
        if line.startswith(comment):
            top = number
        elif line.strip():
            break
    return top
