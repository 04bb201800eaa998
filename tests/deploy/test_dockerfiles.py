"""The Dockerfiles are sound, as far as can be told without building them."""

from pathlib import Path

import pytest

from tests.deploy.dockerfile import faults, service_faults
from tests.kit.running import ROOT

SOUND = """\
FROM python:3.12-slim
COPY --chown=app app ./
# A comment
RUN true \\
    # in between
    && true
USER app
HEALTHCHECK CMD ["true"]
CMD ["python", "-m", "app"]
"""


@pytest.mark.parametrize("path", ["Dockerfile", "MySQL/Dockerfile"])
def test_its_base_is_pinned_and_what_it_copies_is_there(path: str) -> None:
    file = ROOT / path
    assert list(faults(file.read_text(), file.parent)) == []


def test_rip_runs_as_a_user_with_a_health_check_and_gets_its_signals() -> None:
    assert list(service_faults((ROOT / "Dockerfile").read_text())) == []


@pytest.fixture
def context(tmp_path: Path) -> Path:
    (tmp_path / "app").mkdir()
    return tmp_path


def test_a_sound_one_has_no_faults(context: Path) -> None:
    assert [*faults(SOUND, context), *service_faults(SOUND)] == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (":3.12-slim", "", "python: not pinned by a tag"),
        (":3.12-slim", ":latest", "python:latest: not pinned by a tag"),
        ("app app ./", "app lost ./", "COPY lost: not there"),
        ("RUN", "RNU", "RNU: no such instruction"),
        ("FROM", "USER", "begins without FROM"),
        ("USER app", "USER root:app", "runs as root"),
        ("USER app\n", "", "runs as root"),
        ('HEALTHCHECK CMD ["true"]', "HEALTHCHECK NONE", "without HEALTHCHECK"),
        ('["python", "-m", "app"]', "python -m app", "its program does not get the signals"),
    ],
)
def test_what_is_wrong_is_named(context: Path, old: str, new: str, fault: str) -> None:
    text = SOUND.replace(old, new)
    found = [*faults(text, context), *service_faults(text)]
    assert any(one.startswith(fault) for one in found), found


def test_what_dockerignore_leaves_out_cannot_be_copied(context: Path) -> None:
    (context / ".dockerignore").write_text("*\n!other\n")
    assert list(faults(SOUND, context)) == ["COPY app: left out by .dockerignore"]
