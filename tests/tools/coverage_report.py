"""`./run test --coverage`: which lines of rip/ ran, by folder, and the modules that few of ran."""

import sys
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import coverage
from coverage.exceptions import NoDataError

ROOT: Final = Path(__file__).resolve().parent.parent.parent
ENOUGH: Final = 90.0


@dataclass(frozen=True)
class Lines:
    """The lines of code of a module or a folder, and those of them that ran."""

    all: int
    ran: int

    @property
    def percent(self) -> float:
        return 100 * self.ran / self.all if self.all else 100.0

    def __add__(self, other: "Lines") -> "Lines":
        return Lines(self.all + other.all, self.ran + other.ran)


def measured(data: coverage.Coverage) -> dict[str, tuple[Lines, str]]:
    """The lines of each module under its path, and the numbers of those that did not run."""
    found = {}
    for path in sorted((ROOT / "rip").rglob("*.py")):
        name = str(path.relative_to(ROOT))
        if "/migrations/" not in name:
            _, lines, _, missing, numbers = data.analysis2(str(path))
            found[name] = Lines(len(lines), len(lines) - len(missing)), numbers
    return found


def by_folder(modules: dict[str, Lines]) -> dict[str, Lines]:
    folders: dict[str, Lines] = defaultdict(lambda: Lines(0, 0))
    for name, lines in modules.items():
        folders[str(Path(name).parent)] += lines
    return dict(sorted(folders.items()))


def report(modules: dict[str, tuple[Lines, str]]) -> Iterable[str]:
    """Folders first, then modules below ENOUGH, the least first."""
    lines = {name: of for name, (of, _) in modules.items()}
    for folder, of in by_folder(lines).items():
        yield f"{of.percent:5.1f}%  {of.all:6,}  {folder}"
    total = sum(lines.values(), Lines(0, 0))
    yield f"{total.percent:5.1f}%  {total.all:6,}  all"
    few = [(of.percent, name) for name, of in lines.items() if of.percent < ENOUGH]
    for percent, name in sorted(few):
        yield f"{percent:5.1f}%  {name}: {modules[name][1]}"


def main() -> int:
    data = coverage.Coverage(config_file=str(ROOT / "pyproject.toml"))
    try:
        data.combine()
    except NoDataError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.writelines(f"{line}\n" for line in report(measured(data)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
