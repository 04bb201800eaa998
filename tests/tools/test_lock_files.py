"""The check of the lock files finds each way in which they may be wrong."""

from collections.abc import Callable
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.tools import lock_files
from tests.tools.lock_files import entry_faults, read_lock, resolution_faults

HASH = f"--hash=sha256:{'0' * 64}"
# The fixture says what they need.
LOCK = f"""\
# This is not an entry.
anyio==4.9.0 \\
    {HASH} \\
    {HASH}
    # via httpx
certifi==2025.1.1 \\
    {HASH}
h11==0.16.0 \\
    {HASH}
httpcore==1.0.9 \\
    {HASH}
httpx==0.28.1 ; python_full_version >= '3.11' \\
    {HASH}
httpx==0.1.0 ; python_full_version < '3.11' \\
    {HASH}
idna==3.10 \\
    {HASH}
typing-extensions==4.14.0 \\
    {HASH}
"""


@pytest.fixture
def packages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Packages of the lock that need others, whatever is installed."""
    needs = {"httpx": "httpcore certifi anyio", "httpcore": "h11==0.16", "anyio": "idna>=2.8"}
    extras = {("httpx", "typed"): "typing-extensions"}

    def requirements(name: str, extra: str) -> list[Requirement]:
        plain = needs.get(name, "").split()
        return [Requirement(one) for one in (*plain, *extras.get((name, extra), "").split())]

    monkeypatch.setattr(lock_files, "requirements_of", requirements)


def faults(text: str, *wanted: str) -> list[str]:
    lock = read_lock(text)
    found = resolution_faults(lock, [Requirement(one) for one in wanted or ("httpx[typed]",)])
    return [*entry_faults(lock), *found]


@pytest.mark.usefixtures("packages")
def test_a_lock_of_all_that_is_needed_has_no_faults() -> None:
    assert faults(LOCK) == []


@pytest.mark.usefixtures("packages")
@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            lambda lock: lock.replace("idna==3.10 ", "idna>=3.10 "),
            "idna: not locked to one version",
        ),
        (lambda lock: lock.replace(f"h11==0.16.0 \\\n    {HASH}", "h11==0.16.0"), "h11: without"),
        (lambda lock: lock.replace("h11==0.16.0", "h11==0.15.0"), "h11: locked to 0.15.0, and"),
        (lambda lock: lock.replace("h11==", "h12=="), "h11: not locked, and httpcore needs it"),
        (lambda lock: lock.replace(HASH, f"{HASH}0", 1), "anyio: without hashes, or with a broken"),
        (lambda lock: f"{lock}rich==14.0 {HASH}\n", "rich: locked, and nothing needs it"),
        (lambda lock: f"{lock}idna==3.9 {HASH}\n", "idna: locked twice"),
    ],
)
def test_what_is_wrong_is_named(change: Callable[[str], str], expected: str) -> None:
    assert any(fault.startswith(expected) for fault in faults(change(LOCK)))


@pytest.mark.usefixtures("packages")
def test_what_pyproject_asks_for_is_locked_in_a_version_it_takes() -> None:
    assert faults(LOCK, "httpx[typed]<0.28") == [
        "httpx: locked to 0.28.1, and pyproject.toml needs <0.28"
    ]
    assert "rich: not locked, and pyproject.toml needs it" in faults(LOCK, "httpx", "rich")


@pytest.mark.usefixtures("packages")
def test_an_extra_that_nothing_asks_for_needs_nothing() -> None:
    assert faults(LOCK, "httpx") == ["typing-extensions: locked, and nothing needs it"]


def test_what_a_package_needs_is_known_by_its_extras() -> None:
    plain, standard = (
        {one.name for one in lock_files.requirements_of("uvicorn", extra)}
        for extra in ("", "standard")
    )
    assert "h11" in plain
    assert "httptools" in standard - plain


def test_the_lock_files_of_a_changed_project_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "pyproject.toml").write_text(
        '[project]\ndependencies = ["idna<3"]\n[dependency-groups]\ndev = []\n'
    )
    for name in ("requirements.txt", "requirements-dev.txt"):
        (tmp_path / name).write_text(f"idna==3.10 {HASH}\n")
    assert lock_files.main(tmp_path) == 1
    assert capsys.readouterr().out == "".join(
        f"{name}: idna: locked to 3.10, and pyproject.toml needs <3\n"
        for name in ("requirements.txt", "requirements-dev.txt")
    )
