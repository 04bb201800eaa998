"""The Dockerfiles are sound, as far as can be told without building them."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.deploy.dockerfile import has_health_check, missing_sources
from tests.kit.running import ROOT

DOCKERFILES = ["Dockerfile", "MySQL/Dockerfile"]


def hadolint(text: str) -> str:
    """The findings of hadolint in a Dockerfile; nothing if it has none."""
    program = Path(sys.executable).parent / "hadolint"
    if not program.exists():
        pytest.skip("needs hadolint, which PyPI has for Linux on x86-64")
    done = subprocess.run(
        [program, "--no-color", "-"], input=text, capture_output=True, text=True, check=False
    )
    return done.stdout + done.stderr


@pytest.mark.parametrize("path", DOCKERFILES)
def test_hadolint_finds_no_fault(path: str) -> None:
    assert hadolint((ROOT / path).read_text()) == ""


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("FROM python:3.12-slim", "FROM python", "DL3006"),
        ("FROM python:3.12-slim", "FROM python:latest", "DL3007"),
        ("USER 10001", "USER root", "DL3002"),
        ('CMD ["python", "manage.py"', 'CMD python "manage.py"', "DL3025"),
        ("RUN pip", "RNU pip", "unexpected"),
    ],
)
def test_hadolint_would_find_them(old: str, new: str, rule: str) -> None:
    text = (ROOT / "Dockerfile").read_text()
    assert old in text
    assert rule in hadolint(text.replace(old, new))


@pytest.mark.parametrize("path", DOCKERFILES)
def test_what_it_copies_is_there(path: str) -> None:
    file = ROOT / path
    assert list(missing_sources(file.read_text(), file.parent)) == []


def test_rip_has_a_health_check() -> None:
    assert has_health_check((ROOT / "Dockerfile").read_text())


@pytest.mark.parametrize("check", ["", "HEALTHCHECK NONE"])
def test_its_lack_is_seen(check: str) -> None:
    assert not has_health_check(f"FROM debian\n{check}\n")


COPYING = "FROM debian\nCOPY --chown=app app \\\n  lost ./\n"


def test_what_is_not_there_cannot_be_copied(tmp_path: Path) -> None:
    (tmp_path / "app").mkdir()
    assert list(missing_sources(COPYING, tmp_path)) == ["lost: not there"]


def test_what_dockerignore_leaves_out_cannot_be_copied(tmp_path: Path) -> None:
    for name in ("app", "lost"):
        (tmp_path / name).mkdir()
    (tmp_path / ".dockerignore").write_text("*\n!app\n")
    assert list(missing_sources(COPYING, tmp_path)) == ["lost: left out by .dockerignore"]
