"""Generated faults that change nothing, listed in equivalent.toml with the reason."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.mutants.results import Mutant

LIST: Final = Path(__file__).with_name("equivalent.toml")


@dataclass(frozen=True)
class Equivalent:
    """An entry of the list."""

    module: str
    function: str
    before: str
    after: str
    reason: str

    def fits(self, mutant: Mutant) -> bool:
        wanted = (self.function, self.before.strip(), self.after.strip())
        return (mutant.function, mutant.before, mutant.after) == wanted

    def __str__(self) -> str:
        return f"{self.module} {self.function}: {self.before.strip()} -> {self.after.strip()}"


def listed(path: Path = LIST) -> list[Equivalent]:
    """Read the list. An entry without one of the fields, or with another, is a TypeError."""
    entries = tomllib.loads(path.read_text()).get("equivalent", [])
    return [Equivalent(**entry) for entry in entries]
