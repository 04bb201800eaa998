"""A recipe: the edits that make one kind of change, and the tests that see it work."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from tests.kit.running import ROOT

CHECKS: Final = Path("tests/recipes/checks")
# Translators' files follow from the texts; nobody decides anything in them.
UNCOUNTED: Final = ("rip/locale/",)


class DoesNotApply(Exception):
    """The code has changed: an edit's anchor is not there exactly once."""


@dataclass(frozen=True)
class Edit:
    """Replace `before`, which occurs once in the file, by `after`."""

    path: str
    before: str
    after: str

    def apply(self, copy: Path) -> None:
        file = copy / self.path
        text = file.read_text()
        if text.count(self.before) != 1:
            raise DoesNotApply(f"{self.path} has {text.count(self.before)} times {self.before!r}")
        file.write_text(text.replace(self.before, self.after))


@dataclass(frozen=True)
class Recipe:
    """One kind of change. It may touch `most` files; `checks` are test modules, those without a
    folder in CHECKS."""

    name: str
    title: str
    most: int
    edits: tuple[Edit, ...]
    checks: tuple[str, ...]
    # Commands of manage.py that write files, such as a migration.
    commands: tuple[tuple[str, ...], ...] = ()

    def make(self, copy: Path) -> list[str]:
        """Make the change in `copy`; the files it touched, as paths from the root. Raises
        DoesNotApply."""
        for edit in self.edits:
            edit.apply(copy)
        for command in self.commands:
            run(copy, "manage.py", *command)
        changed = _git(copy, "status", "--porcelain", "--untracked-files=all")
        paths = sorted(line[3:] for line in changed.splitlines())
        return [path for path in paths if not path.startswith(UNCOUNTED)]

    def try_out(self, copy: Path) -> None:
        """Run the tests of the change in `copy`, where it has been made. Raises
        CalledProcessError."""
        paths = [check if "/" in check else str(CHECKS / check) for check in self.checks]
        run(copy, "-m", "pytest", "-q", "-p", "no:cacheprovider", *paths)


@contextmanager
def scratch_copy() -> Iterator[Path]:
    """A copy of all tracked files as they are in the working tree, under a git of its own."""
    with TemporaryDirectory(prefix="rip-recipe-") as folder:
        copy = Path(folder)
        for name in _git(
            ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard"
        ).split("\0"):
            if name and (ROOT / name).is_file():
                (copy / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(ROOT / name, copy / name)
        _git(copy, "init", "--quiet")
        _git(copy, "add", "--all")
        identity = ("-c", "user.name=recipe", "-c", "user.email=recipe@localhost")
        _git(copy, *identity, "commit", "--quiet", "--message", "As it was")
        yield copy


def run(copy: Path, *arguments: str) -> None:
    """Run Python in `copy` on SQLite, with the tests' settings. Raises CalledProcessError, which
    carries the output."""
    environment = {
        **os.environ,
        "DATABASE_URL": "",
        "REDIS_URL": "",
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    subprocess.run(
        [sys.executable, *arguments],
        cwd=copy,
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def _git(folder: Path, *arguments: str) -> str:
    return subprocess.run(
        ["git", *arguments], cwd=folder, check=True, stdout=subprocess.PIPE, text=True
    ).stdout
