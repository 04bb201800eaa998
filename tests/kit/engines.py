"""A pytest plugin: tests of one engine run where that engine is, and CI takes no other skip.

A test marked `sqlite`, `mariadb`, `mysql` or `redis` needs one of the databases and all of the rest
that it is marked with. In other runs it is skipped, and the run says which one would have it. With
RIP_TEST_NO_SKIPS in the environment, as in .ci/run, any other skip fails the run: whatever it needs
can be installed there.

What a test uses marks it: `database` runs on each of them in CI, `served` starts a running site.
"""

import functools
import os
from collections import Counter
from collections.abc import Collection
from typing import Final
from urllib.parse import urlsplit

import pymysql
import pytest

DATABASES: Final = {
    "sqlite": "SQLite: ./run test",
    "mariadb": "MariaDB: ./run test --services",
    "mysql": "MySQL: ./run test --services mysql",
}
OTHERS: Final = {"redis": "Redis: ./run test --services"}
_SKIPPED_BY_ENGINE: Final = "engine"
_DATABASE_FIXTURES: Final = frozenset(("db", "transactional_db"))


def skips_allowed() -> bool:
    """False in CI."""
    return not os.environ.get("RIP_TEST_NO_SKIPS")


def missing_engine(marks: Collection[str], present: Collection[str]) -> str:
    """Name what a test with these marks needs and does not have; nothing if it may run."""
    wanted = [name for name in DATABASES if name in marks]
    if wanted and not set(wanted) & set(present):
        return "needs " + ", or ".join(DATABASES[name] for name in wanted)
    for name, how in OTHERS.items():
        if name in marks and name not in present:
            return f"needs {how}"
    return ""


@functools.cache
def present_engines() -> frozenset[str]:
    """The engines of this run, by the same variables as the settings."""
    others = {"redis"} if os.environ.get("REDIS_URL") else set()
    return frozenset({_database(os.environ.get("DATABASE_URL", "")), *others})


def _database(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme != "mysql":
        return "sqlite"
    with (
        pymysql.connect(
            host=parts.hostname,
            port=parts.port or 3306,
            user=parts.username,
            password=parts.password or "",
        ) as connection,
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT VERSION()")
        return "mariadb" if "MariaDB" in str(cursor.fetchone()) else "mysql"


class Skips:
    """The skips of a run, by reason."""

    def __init__(self) -> None:
        self.by_engine: Counter[str] = Counter()
        self.others: Counter[str] = Counter()

    @property
    def forbidden(self) -> bool:
        return bool(self.others) and not skips_allowed()

    def add(self, report: pytest.TestReport | pytest.CollectReport) -> None:
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        properties = dict(getattr(report, "user_properties", ()))
        counter = self.by_engine if _SKIPPED_BY_ENGINE in properties else self.others
        counter[reason.removeprefix("Skipped: ")] += 1


class Plugin:
    """Counts skips where the run is reported; pytest-xdist runs tests in other processes."""

    def __init__(self) -> None:
        self.skips = Skips()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        # A failure that is expected is reported as a skip too.
        if report.skipped and not hasattr(report, "wasxfail"):
            self.skips.add(report)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.skipped:
            self.skips.add(report)

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if self.skips.forbidden:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        write = terminalreporter.write_line
        for reason, count in sorted((self.skips.by_engine + self.skips.others).items()):
            write(f"{count} skipped: {reason}")
        if self.skips.forbidden:
            write("FAILED: no test may be skipped here (RIP_TEST_NO_SKIPS)", red=True)


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Plugin(), "rip-skips")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    marks = {mark.name for mark in item.iter_markers()}
    if reason := missing_engine(marks, present_engines()):
        item.user_properties.append((_SKIPPED_BY_ENGINE, reason))
        pytest.skip(reason)


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark a test by what it uses: Redis, a running site, the database."""
    fixtures = set(getattr(item, "fixturenames", ()))
    served = "server" in fixtures or _starts_servers(item)
    if "redis_url" in fixtures:
        item.add_marker(pytest.mark.redis)
    if served:
        item.add_marker(pytest.mark.served)
    if served or fixtures & _DATABASE_FIXTURES or item.get_closest_marker("django_db"):
        item.add_marker(pytest.mark.database)


def _starts_servers(item: pytest.Item) -> bool:
    module = getattr(item, "module", None)
    return any(hasattr(module, name) for name in ("running_server", "running_program"))
