"""A run says which tests it left out, and in CI it fails unless another run has them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.kit.engines import missing_engine
from tests.kit.running import ROOT

SUITE = """
import pytest

def test_passes(): pass

@pytest.mark.mariadb
@pytest.mark.mysql
def test_of_a_server(): raise AssertionError

@pytest.fixture
def redis_url(): raise AssertionError

def test_of_redis(redis_url): pass
"""
LACKING = "def test_lacks_a_program(): pytest.skip('needs node')"
LACKING_MODULE = "pytest.skip('needs chromium', allow_module_level=True)"
# pytest reports it as skipped, and it is no skip.
EXPECTED = "@pytest.mark.xfail(reason='expected')\ndef test_fails(): raise AssertionError"


def run(folder: Path, *more: str, arguments: tuple[str, ...] = (), **variables: str) -> str:
    """The output of a run of this suite on SQLite, with its exit code as the last line."""
    (folder / "test_suite.py").write_text("\n".join((SUITE, *more)))
    lacking = {"DATABASE_URL", "REDIS_URL", "RIP_TEST_NO_SKIPS"}
    environment = {name: value for name, value in os.environ.items() if name not in lacking}
    plugins = ("-p", "tests.kit.engines", "-p", "no:django", "-p", "no:cacheprovider")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-c", os.devnull, *plugins, *arguments, str(folder)],
        cwd=ROOT,
        env={**environment, **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    return f"{done.stdout}{done.stderr}exit code {done.returncode}"


CI = {"RIP_TEST_NO_SKIPS": "1"}
SIDE_BY_SIDE = pytest.mark.parametrize("arguments", [(), ("-n", "1")], ids=["alone", "xdist"])


@SIDE_BY_SIDE
def test_ci_takes_the_skips_of_engines_it_has_elsewhere(
    tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    printed = run(tmp_path, EXPECTED, arguments=arguments, **CI)
    assert printed.endswith("exit code 0"), printed
    assert "1 skipped: needs MariaDB: ./run test --services, or MySQL: ./run test" in printed
    assert "1 skipped: needs Redis: ./run test --services\n" in printed


@SIDE_BY_SIDE
@pytest.mark.parametrize(("lacking", "what"), [(LACKING, "node"), (LACKING_MODULE, "chromium")])
def test_ci_takes_no_other_skip(
    tmp_path: Path, lacking: str, what: str, arguments: tuple[str, ...]
) -> None:
    printed = run(tmp_path, lacking, arguments=arguments, **CI)
    assert printed.endswith("exit code 1"), printed
    assert f"1 skipped: needs {what}\nFAILED: no test may be skipped here" in printed


def test_on_a_users_machine_skips_are_said_and_do_no_harm(tmp_path: Path) -> None:
    printed = run(tmp_path, LACKING)
    assert printed.endswith("exit code 0"), printed
    assert "1 skipped: needs node\n" in printed


@pytest.mark.parametrize(
    ("marks", "present", "reason"),
    [
        ({"django_db"}, {"sqlite"}, ""),
        ({"sqlite"}, {"sqlite"}, ""),
        ({"sqlite"}, {"mariadb", "redis"}, "needs SQLite: ./run test"),
        ({"mariadb", "mysql"}, {"mysql"}, ""),
        ({"mysql"}, {"mariadb"}, "needs MySQL: ./run test --services mysql"),
        ({"mysql", "redis"}, {"mysql"}, "needs Redis: ./run test --services"),
        ({"mysql", "redis"}, {"mysql", "redis"}, ""),
    ],
)
def test_a_test_runs_where_one_of_its_databases_and_all_else_is(
    marks: set[str], present: set[str], reason: str
) -> None:
    assert missing_engine(marks, present) == reason
