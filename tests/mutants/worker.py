"""A plugin of pytest for runs under mutmut: each process that tests a fault has its own files.

mutmut forks those processes from one that has imported everything, and runs several at a time.
"""

import gc
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from django.conf import settings

# A migrated database, which each process copies: migrating takes longer than most tests.
TEMPLATE: Final = "RIP_TEST_TEMPLATE"
# In the folder where mutmut runs the tests, once it knows how long each takes.
_STATS: Final = Path("mutmut-stats.json")
# Written beside that folder when tests fail on the code as it is, whose output mutmut drops.
FAILED: Final = "failed.txt"
# A test may take so many times as long as without a fault, and so many seconds more.
_TIMES: Final = 10
_GRACE: Final = 8

_asked: Final = pytest.StashKey[set[str]]()
_folder: Final = pytest.StashKey[Path]()
_setup_seconds: Final = pytest.StashKey[float]()


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    # pytest collects garbage twice: let it leave alone all that has been imported.
    gc.freeze()
    folder = Path(tempfile.mkdtemp(prefix="rip-mutant-"))
    config.stash[_folder] = folder
    config.option.basetemp = folder / "tmp"
    database = folder / "test.sqlite3"
    shutil.copy(os.environ[TEMPLATE], database)
    config.option.reuse_db = True
    settings.DATABASES["default"]["TEST"]["NAME"] = str(database)
    # pytest does not find every test by the name that it gave it for its parameters.
    config.stash[_asked] = set(config.args)
    config.args = list(dict.fromkeys(_without_parameters(name) for name in config.args))


def _without_parameters(name: str) -> str:
    return name.partition("[")[0]


def pytest_unconfigure(config: pytest.Config) -> None:
    shutil.rmtree(config.stash[_folder], ignore_errors=True)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_makereport(item: pytest.Item, call: "pytest.CallInfo[Any]") -> None:
    """Count the setup of a test as a part of it: mutmut stops what takes longer than it did."""
    if call.when == "setup":
        item.stash[_setup_seconds] = call.duration
    elif call.when == "call":
        call.duration += item.stash.get(_setup_seconds, 0.0)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.failed and os.environ.get("MUTANT_UNDER_TEST", "") in {"", "stats"}:
        Path("..", FAILED).write_text(f"{report.nodeid} failed:\n{report.longreprtext}\n")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """End here if a fault was noticed: over what it left open pytest would raise an error now."""
    mutant = os.environ.get("MUTANT_UNDER_TEST", "")
    if exitstatus == pytest.ExitCode.TESTS_FAILED and "__mutmut_" in mutant:
        shutil.rmtree(session.config.stash[_folder], ignore_errors=True)
        os._exit(exitstatus)


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> Iterator[None]:
    """Let those that use no database go first, the quick ones before the slow ones.

    The others stay in the order of pytest-django, which some of them need.
    """
    yield
    seconds: dict[str, float] = {}
    if _STATS.exists():
        seconds = json.loads(_STATS.read_text())["duration_by_test"]
    items[:] = _asked_for(items, config.stash[_asked])
    pure = [item for item in items if not item.get_closest_marker("database")]
    pure.sort(key=lambda item: seconds.get(item.nodeid, 0.0))
    for item in items:
        if item.nodeid in seconds:
            # Far more than it takes, and soon enough where a fault makes many tests hang.
            most = _GRACE + _TIMES * seconds[item.nodeid]
            item.add_marker(pytest.mark.timeout(most), append=False)
    items[:] = pure + [item for item in items if item.get_closest_marker("database")]


def _asked_for(items: list[pytest.Item], asked: set[str]) -> list[pytest.Item]:
    """Leave out what other parameters give, of functions whose asked names are all there."""
    there = {item.nodeid for item in items}
    whole = {_without_parameters(name) for name in asked - there}
    return [
        item
        for item in items
        if item.nodeid in asked
        or _without_parameters(item.nodeid) in whole
        or item.nodeid.partition("::")[0] in whole
    ]
