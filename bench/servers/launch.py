"""The servers under load, on one core; the load comes from the other."""

import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.running import ROOT, Server, free_port, running_server

SERVER_CORE = 0
START_SECONDS = 60.0
STOP_SECONDS = 30.0
SETTINGS = {
    "RIP_ACCESS_LOG": "off",
    "RIP_ENV_FILE": os.devnull,
    "RIP_ANONYMOUS_ADVERTS": "1",
    "RIP_PROFILE": "local",
    "WEB_CONCURRENCY": "1",
}


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
def rip(**environment: str) -> Iterator[Server]:
    """RIP itself, with one worker."""
    with contextlib.ExitStack() as running:
        with pinned():
            started = running.enter_context(running_server(**{**SETTINGS, **environment}))
        yield started


class DidNotStart(Exception):
    """A server ended, or did not listen in time."""


@dataclass(frozen=True)
class Ceiling:
    """A server that answers /N with N bytes."""

    pid: int
    url: str


@contextlib.contextmanager
def ceiling() -> Iterator[Ceiling]:
    """The same server with nothing but bytes behind it."""
    command = [sys.executable, "-m", "bench.static"]
    with serving(lambda port: [*command, str(port)], ROOT, {}) as (pid, port):
        yield Ceiling(pid, f"http://127.0.0.1:{port}")


@contextlib.contextmanager
def serving(
    command: Callable[[int], list[str]], folder: Path, environment: dict[str, str]
) -> Iterator[tuple[int, int]]:
    """Run a server on the server's core; its process id, and the port it listens on."""
    port = free_port()
    merged = {**os.environ, **environment, "PORT": str(port)}
    with tempfile.TemporaryFile() as log:
        with pinned():
            process = subprocess.Popen(
                command(port), cwd=folder, env=merged, stdout=log, stderr=subprocess.STDOUT
            )
        try:
            _wait_until_listening(process, port)
            yield process.pid, port
        except BaseException as error:
            if isinstance(error, DidNotStart) or process.poll() is not None:
                log.seek(0)
                sys.stderr.write(log.read()[-3000:].decode(errors="replace"))
            raise
        finally:
            process.terminate()
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait_until_listening(process: "subprocess.Popen[bytes]", port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        # Any answer will do, even that there is nothing here.
        with contextlib.suppress(httpx.ConnectError):
            with contextlib.suppress(httpx.RemoteProtocolError):
                httpx.get(f"http://127.0.0.1:{port}/")
            return
        time.sleep(0.05)
    raise DidNotStart
