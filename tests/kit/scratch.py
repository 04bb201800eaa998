"""A copy of RIP's code that a test may change, to show how much a change touches."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from tests.kit.running import ROOT


@dataclass(frozen=True)
class Scratch:
    """The copy, in a folder of its own."""

    folder: Path

    @property
    def program(self) -> tuple[str, ...]:
        """The copy's manage.py, for `running_program`."""
        return (str(self.folder / "manage.py"),)

    def insert(self, path: str, before: str, text: str) -> None:
        """Put `text` into a file, before the one place where `before` stands."""
        file = self.folder / path
        parts = file.read_text().split(before)
        assert len(parts) == 2, f"{path} has {before!r} {len(parts) - 1} times"
        file.write_text(f"{parts[0]}{text}{before}{parts[1]}")


def scratch_copy(folder: Path) -> Scratch:
    """Copy the code, without what is compiled of it."""
    shutil.copytree(ROOT / "rip", folder / "rip", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "manage.py", folder)
    return Scratch(folder)
