"""Check the lock files without a resolver: `python -m tests.tools.lock_files` prints each fault.

Everything that pyproject.toml and the locked packages ask for must be locked, in a version that
they take, with hashes; nothing else may be. The requirements of packages are known where they are
installed, so `./run check` runs this in `.venv`, for its Python alone: only uv resolves for all.
"""

import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Final

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.kit.running import ROOT

_ENTRY: Final = re.compile(r"[A-Za-z0-9]")
_HASHED: Final = re.compile(r"(?: +--hash=sha256:[0-9a-f]{64})+ *")


@dataclass(frozen=True)
class Locked:
    """A package in a lock file."""

    requirement: Requirement
    # As they are written in the file.
    hashes: str

    @property
    def name(self) -> str:
        return canonicalize_name(self.requirement.name)

    @property
    def version(self) -> str:
        """Its version, or nothing if it is not locked to one."""
        found = re.fullmatch(r"==([^*,]+)", str(self.requirement.specifier))
        return found[1] if found else ""

    @property
    def is_for_this_python(self) -> bool:
        marker = self.requirement.marker
        return marker is None or marker.evaluate()


def read_lock(text: str) -> list[Locked]:
    """Return the entries of a lock file."""
    lines = text.replace("\\\n", " ").splitlines()
    entries = [line.partition(" --hash=") for line in lines if _ENTRY.match(line)]
    return [
        Locked(Requirement(requirement.strip()), separator + hashes)
        for requirement, separator, hashes in entries
    ]


def entry_faults(lock: list[Locked]) -> Iterator[str]:
    """Yield what is wrong with single entries of a lock file."""
    here: set[str] = set()
    for one in lock:
        if not one.version:
            yield f"{one.name}: not locked to one version"
        if not _HASHED.fullmatch(one.hashes):
            yield f"{one.name}: without hashes, or with a broken one"
        if one.is_for_this_python and one.name in here:
            yield f"{one.name}: locked twice"
        if one.is_for_this_python:
            here.add(one.name)


def resolution_faults(lock: list[Locked], wanted: list[Requirement]) -> Iterator[str]:
    """Yield where a lock file differs from what is wanted, and from what that needs in turn."""
    versions = {one.name: one.version for one in lock if one.is_for_this_python}
    seen: set[tuple[str, str]] = set()
    queue = [("pyproject.toml", needed) for needed in wanted]
    while queue:
        asking, needed = queue.pop()
        name = str(canonicalize_name(needed.name))
        version = versions.get(name)
        if version is None:
            yield f"{name}: not locked, and {asking} needs it"
            continue
        if not needed.specifier.contains(version or "0", prereleases=True):
            yield f"{name}: locked to {version}, and {asking} needs {needed.specifier}"
        for extra in {"", *needed.extras} - {more for one, more in seen if one == name}:
            seen.add((name, extra))
            try:
                queue += [(name, needs) for needs in requirements_of(name, extra)]
            except PackageNotFoundError:
                yield f"{name}: not installed, so nothing is known of what it needs"
    for name in sorted(versions.keys() - {name for name, _ in seen}):
        yield f"{name}: locked, and nothing needs it"


def requirements_of(name: str, extra: str) -> Iterator[Requirement]:
    """Yield what an installed package needs here with an extra. Raises PackageNotFoundError."""
    for needed in map(Requirement, distribution(name).requires or ()):
        if needed.marker is None or needed.marker.evaluate({"extra": extra}):
            yield needed


def faults_of(root: Path) -> Iterator[str]:
    project = tomllib.loads((root / "pyproject.toml").read_text())
    wanted = [Requirement(text) for text in project["project"]["dependencies"]]
    tools = [Requirement(text) for text in project["dependency-groups"]["dev"]]
    locks = []
    for name, requirements in (
        ("requirements.txt", wanted),
        ("requirements-dev.txt", wanted + tools),
    ):
        lock = read_lock((root / name).read_text())
        locks.append({(one.name, one.version) for one in lock})
        faults = (*entry_faults(lock), *resolution_faults(lock, requirements))
        yield from (f"{name}: {fault}" for fault in faults)
    for name, version in sorted(locks[0] - locks[1]):
        yield f"requirements-dev.txt: without {name} {version}, which is in requirements.txt"


def main(root: Path = ROOT) -> int:
    """Print the faults; return 1 if there are any, else 0."""
    faults = list(faults_of(root))
    print(*faults, sep="\n", end="\n" if faults else "")
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main())
