"""A server on a core of its own; the load comes from the other one."""

import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx

from tests.kit.running import free_port

SERVER_CORE = 0
START_SECONDS = 60.0
STOP_SECONDS = 30.0


class DidNotStart(Exception):
    """A server ended, or did not listen in time."""


def leave_server_core() -> None:
    """Move this process off the server's core, if there is another."""
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, (cores - {SERVER_CORE}) or cores)


@contextlib.contextmanager
def pinned() -> Iterator[None]:
    """Run processes that start in this block on the server's core; this process then leaves it."""
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {SERVER_CORE})
    try:
        yield
    finally:
        os.sched_setaffinity(0, cores)
        leave_server_core()


@contextlib.contextmanager
def serving(
    command: Callable[[int], list[str]], folder: Path, environment: dict[str, str]
) -> Iterator[tuple[int, int]]:
    """Run a server on the server's core, and yield its process id and its port."""
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
        # Any response will do, even 404.
        with contextlib.suppress(httpx.ConnectError):
            with contextlib.suppress(httpx.RemoteProtocolError):
                httpx.get(f"http://127.0.0.1:{port}/")
            return
        time.sleep(0.05)
    raise DidNotStart
