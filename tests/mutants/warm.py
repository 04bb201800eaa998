"""Runs pytest again and again, each time in a process forked from this one.

This one has loaded the libraries, which takes longer than most tests, and nothing of rip or tests.
It is started by its path in the tree whose tests it runs. It takes runs from its standard input, a
line of JSON each, and answers each with a line: the exit code of pytest, or nothing if that had to
be stopped.
"""

import contextlib
import importlib
import json
import multiprocessing
import os
import signal
import sys
from pathlib import Path
from typing import Final, NoReturn

import pytest

# Those that tests and rip load, and the plugins of pytest.
_LIBRARIES: Final = (
    "django.contrib.admin",
    "django.contrib.auth.hashers",
    "django.core.management.commands.migrate",
    "django.db.migrations.executor",
    "django.db.models",
    "django.forms",
    "django.test.testcases",
    "fastapi",
    "httpx",
    "hypothesis",
    "hypothesis.strategies",
    "numpy",
    "PIL.Image",
    "pymysql",
    "pytest_django.plugin",
    "redis.asyncio",
    "schemathesis",
    "uvicorn",
    "websockets.sync.client",
    "xdist.plugin",
)


def serve() -> None:
    """Run what is asked for until the input ends."""
    # That of the tree; Python put the folder of this file there.
    sys.path[0] = str(Path.cwd())
    for library in _LIBRARIES:
        with contextlib.suppress(ImportError):
            importlib.import_module(library)
    for line in sys.stdin:
        print(json.dumps(_run(**json.loads(line))), flush=True)


def _run(arguments: list[str], output: str, seconds: float) -> int | None:
    process = multiprocessing.get_context("fork").Process(target=_test, args=(arguments, output))
    process.start()
    process.join(seconds)
    if process.exitcode is None:
        # With all that the tests have started.
        os.killpg(process.ident or 0, signal.SIGKILL)
        process.join()
        return None
    return process.exitcode


def _test(arguments: list[str], output: str) -> NoReturn:
    os.setpgid(0, 0)
    file = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(file, sys.stdout.fileno())
    os.dup2(file, sys.stderr.fileno())
    sys.exit(int(pytest.main(arguments)))


if __name__ == "__main__":
    serve()
