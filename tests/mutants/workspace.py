"""Folders in var/mutate where mutmut works: one for each module, with a view of the tree."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Final

from tests.kit.running import ROOT
from tests.mutants.modules import guards
from tests.mutants.results import Verdict, verdicts
from tests.mutants.worker import FAILED, TEMPLATE

BASE: Final = ROOT / "var" / "mutate"
# Beside rip/ and tests/: files of the tree that tests read.
_ALSO: Final = ("manage.py", "docs", "requirements.txt")
# Settings of mutmut. It forks the processes that test faults from one that imports and runs
# nothing: tests start threads and event loops, which do not outlive a fork.
_CONFIG: Final = """
[tool.mutmut]
process_isolation = "forkserver"
source_paths = ["rip"]
only_mutate = [{module}]
also_copy = {also}
do_not_mutate_patterns = {patterns}
pytest_add_cli_args = [
    "-p", "tests.mutants.worker", "-p", "no:cacheprovider", "-m", "not served and not browser",
    "--timeout", "60",
]
pytest_add_cli_args_test_selection = {tests}
timeout_constant = 3
timeout_multiplier = 5
use_git_change_detection = false
type_check_command = {type_check}
"""
# Lines with log entries, texts for people, or promises to readers and the type checker.
_NOT_MUTATED: Final = (
    r"\blog\.\w+\(",
    r"\b(?:_|n?gettext(?:_lazy)?|pgettext)\(",
    r"\bcast\(",
    r"^\s*assert ",
    r"\braise (?:RuntimeError|ValueError|\w+Exception|\w+ConnectionError)\(",
)
# Rules that the copies of a function break which mutmut makes, whatever is wrong with them.
_RULES_LEFT_OUT: Final = ("unused-ignore", "no-redef", "has-type")
_MORE_RULES: Final = re.compile(r"^enable_error_code = .*\n", re.MULTILINE)


@dataclass(frozen=True)
class Workspace:
    """The folder of one module."""

    module: str
    base: Path = BASE

    @property
    def folder(self) -> Path:
        return self.base / self.module.removesuffix(".py").replace("/", ".")

    @property
    def _stamp(self) -> Path:
        return self.folder / "stamp.json"

    def prepare(self, *, fresh: bool) -> None:
        """Make the folder; keep its results if the module and its tests are as they were."""
        stamp = json.dumps(_stamp_of(self.module))
        if not fresh and self._stamp.exists() and self._stamp.read_text() == stamp:
            return
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        for name in ("rip", "tests", *_ALSO):
            (self.folder / name).symlink_to(ROOT / name)
        (self.folder / "pyproject.toml").write_text(
            _MORE_RULES.sub("", (ROOT / "pyproject.toml").read_text())
            + _CONFIG.format(
                module=json.dumps(self.module),
                also=json.dumps(_ALSO),
                patterns=json.dumps(_NOT_MUTATED),
                tests=json.dumps(guards(ROOT, self.module)),
                type_check=json.dumps(_type_check(self.module)),
            )
        )
        self._stamp.write_text(stamp)

    def verdicts(self) -> dict[str, Verdict]:
        return verdicts(self.folder, self.module)

    @property
    def finished(self) -> bool:
        """True if every fault has been tried."""
        found = self.verdicts().values()
        return bool(found) and "not run" not in found

    @property
    def log(self) -> Path:
        return self.folder / "mutmut.log"

    @property
    def failed(self) -> Path:
        """The file in which a test that fails without a fault says why."""
        return self.folder / FAILED

    def start(
        self, jobs: int, template: Path, temporary: Path, redis_url: str
    ) -> "subprocess.Popen[bytes]":
        """Let mutmut try the faults that it has not tried yet; it writes into `log`."""
        self.failed.unlink(missing_ok=True)
        mutmut = str(Path(sys.executable).with_name("mutmut"))
        with self.log.open("wb") as log:
            return subprocess.Popen(
                [mutmut, "run", "--max-children", str(jobs)],
                cwd=self.folder,
                env=_environment(template, temporary, redis_url),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )


def _type_check(module: str) -> list[str]:
    """The command whose errors mutmut reads: a fault that it refuses is not run."""
    left_out = [f"--disable-error-code={rule}" for rule in _RULES_LEFT_OUT]
    cache = f"--cache-dir={BASE / 'mypy'}"
    return [sys.executable, "-m", "mypy", module, "--output=json", cache, *left_out]


def migrated_template(folder: Path) -> Path:
    """A SQLite database with all tables, from which the tests of each fault begin."""
    file = folder / "template.sqlite3"
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity=0", "--settings=tests.settings"],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": f"sqlite:///{file}"},
        check=True,
    )
    return file


def temporary_folder() -> "tempfile.TemporaryDirectory[str]":
    """A folder for all that the tests leave, which processes that are stopped do not clean up."""
    BASE.mkdir(parents=True, exist_ok=True)
    return tempfile.TemporaryDirectory(dir=BASE, prefix="tmp-", ignore_cleanup_errors=True)


def _environment(template: Path, temporary: Path, redis_url: str) -> dict[str, str]:
    left_out = {"DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE", "RIP_TEST_NO_SKIPS"}
    return {
        **{name: value for name, value in os.environ.items() if name not in left_out},
        TEMPLATE: str(template),
        "TMPDIR": str(temporary),
        **({"REDIS_URL": redis_url} if redis_url else {}),
    }


def _stamp_of(module: str) -> dict[str, str]:
    """Return all that decides the results of a module: hashes of its code and tests, the tools."""
    files = {
        ROOT / module,
        ROOT / "pyproject.toml",
        *(ROOT / "tests" / "mutants" / name for name in ("worker.py", "workspace.py")),
        *_python_files(ROOT / "tests" / "kit"),
        *(ROOT / "tests").rglob("conftest.py"),
        *(ROOT / guard for guard in guards(ROOT, module)),
    }
    hashes = {
        str(file.relative_to(ROOT)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(files)
    }
    return {"mutmut": version("mutmut"), "python": sys.version, **hashes}


def _python_files(folder: Path) -> Iterator[Path]:
    return folder.rglob("*.py")
