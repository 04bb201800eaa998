"""The servers under load, on one core; the load comes from the other."""

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator

import httpx

from tests.running import ROOT, Server, free_port, running_server

SERVER_CORE = 0


@contextlib.contextmanager
def pinned() -> Iterator[None]:
    """What is started in this block runs on the server's core; this process then leaves it."""
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {SERVER_CORE})
    try:
        yield
    finally:
        os.sched_setaffinity(0, (cores - {SERVER_CORE}) or cores)


@contextlib.contextmanager
def rip() -> Iterator[Server]:
    """RIP itself, with one worker."""
    with contextlib.ExitStack() as running:
        with pinned():
            server = running_server(
                RIP_ACCESS_LOG="off",
                RIP_ENV_FILE=os.devnull,
                RIP_ANONYMOUS_ADVERTS="1",
                RIP_PROFILE="local",
                WEB_CONCURRENCY="1",
            )
            started = running.enter_context(server)
        yield started


@contextlib.contextmanager
def ceiling() -> Iterator[str]:
    """The same uvicorn with nothing but bytes behind it; the address it listens on."""
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "bench.static:application", "--port", str(port)]
    options = ["--loop", "uvloop", "--http", "httptools", "--lifespan", "off"]
    quiet = ["--no-access-log", "--no-server-header", "--log-level", "warning"]
    with pinned():
        process = subprocess.Popen([*command, *options, *quiet], cwd=ROOT)
    try:
        url = f"http://127.0.0.1:{port}"
        _wait(f"{url}/1")
        yield url
    finally:
        process.terminate()
        process.wait()


def _wait(url: str) -> None:
    deadline = time.monotonic() + 20
    while True:
        try:
            httpx.get(url)
        except httpx.TransportError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return
