"""Scores of modules: the share of generated faults that the tests notice."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tests.mutants.equivalent import Equivalent
from tests.mutants.results import Mutant

# A critical module scores at least this, in percent.
LEAST: Final = 90.0
_BEGIN: Final = "<!-- begin: ./run mutate --write -->\n"
_END: Final = "<!-- end -->\n"
_HEADING: Final = """| module | refused by mypy | faults | killed | equivalent | survived | score |
|---|---|---|---|---|---|---|
"""


@dataclass
class Score:
    """Counts the faults of one module, by their ends."""

    module: str
    refused: int = 0
    killed: int = 0
    equivalent: int = 0
    survivors: list[Mutant] = field(default_factory=list)
    broken: list[Mutant] = field(default_factory=list)
    stale: list[Equivalent] = field(default_factory=list)

    @property
    def all(self) -> int:
        """Count the faults that the type checker lets pass."""
        return self.killed + self.equivalent + len(self.survivors) + len(self.broken)

    @property
    def percent(self) -> float:
        counted = self.all - self.equivalent
        return 100 * self.killed / counted if counted else 100.0

    @property
    def good(self) -> bool:
        return self.percent >= LEAST and not self.broken and not self.stale


def score(module: str, mutants: list[Mutant], equivalents: list[Equivalent]) -> Score:
    """Count the faults of a module; an entry of the list that fits no survivor is stale."""
    entries = [entry for entry in equivalents if entry.module == module]
    result = Score(module)
    used: set[Equivalent] = set()
    for mutant in mutants:
        fitting = {entry for entry in entries if entry.fits(mutant)}
        if mutant.verdict == "refused":
            result.refused += 1
        elif mutant.noticed:
            result.killed += 1
        elif mutant.verdict in {"broken", "not run"}:
            result.broken.append(mutant)
        elif fitting:
            result.equivalent += 1
            used |= fitting
        else:
            result.survivors.append(mutant)
    result.stale = [entry for entry in entries if entry not in used]
    return result


def row(one: Score) -> str:
    survived = len(one.survivors) + len(one.broken)
    cells = [one.refused, one.all, one.killed, one.equivalent, survived, f"{one.percent:.1f}%"]
    return f"| `{one.module}` | {' | '.join(map(str, cells))} |\n"


def write_into(document: Path, scores: list[Score], modules: list[str]) -> None:
    """Put rows of these scores into the table of a document, in the order of `modules`."""
    before, begin, rest = document.read_text().partition(_BEGIN)
    old, end, after = rest.partition(_END)
    assert begin, document
    assert end, document
    rows = {line.split("`")[1]: f"{line}\n" for line in old.splitlines() if "`" in line}
    rows |= {one.module: row(one) for one in scores}
    table = _HEADING + "".join(rows[module] for module in modules if module in rows)
    document.write_text(before + begin + table + end + after)
