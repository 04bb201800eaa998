"""A real RIP server in a process of its own, on a database of its own, for tests to talk to."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from tests.kit.databases import Content, own_database, run_sql, served_settings
from tests.kit.waiting import wait_until

ROOT = Path(__file__).resolve().parent.parent.parent
# A new database of MySQL is migrated in half a minute on a busy machine.
START_SECONDS = 90.0
OURS = ("manage.py",)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Server:
    """A running server: where it listens, and what it has logged."""

    port: int
    data_dir: Path
    environment: dict[str, str] = field(repr=False)
    # The program, before "serve" and the port.
    program: tuple[str, ...] = OURS
    process: "subprocess.Popen[bytes]" = field(init=False)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def sockets(self) -> str:
        return f"ws://127.0.0.1:{self.port}"

    def log(self) -> str:
        return (self.data_dir / "server.log").read_text()

    def manage(self, *arguments: str, **environment: str) -> str:
        """Run manage.py against this server's database and return what it printed."""
        done = subprocess.run(
            [sys.executable, *self.program, *arguments],
            cwd=ROOT,
            env={**self.environment, **environment},
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    def sql(self, statement: str, *parameters: object) -> list[tuple[Any, ...]]:
        """Run a statement with %s for each parameter on this server's database; return its rows.

        It takes milliseconds, where a command of manage.py takes seconds.
        """
        return run_sql(self.environment["DATABASE_URL"], statement, parameters)

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        self.process.send_signal(how)
        self.process.wait(timeout=20)

    def start(self, *arguments: str) -> None:
        """Returns when it is ready to serve."""
        self.launch(*arguments)
        _wait_until_ready(self)

    def launch(self, *arguments: str) -> None:
        """Returns at once, before it is ready."""
        with (self.data_dir / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, *self.program, "serve", "--port", str(self.port), *arguments],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def start_again(self) -> None:
        """A new process on the same port and the same data."""
        self.start()


def server_environment(data_dir: Path, **variables: str) -> dict[str, str]:
    """Return the environment of a server with a data folder of its own."""
    return {
        **os.environ,
        "RIP_DATA_DIR": str(data_dir),
        "RIP_RATE_LIMITS": "off",
        "DJANGO_SETTINGS_MODULE": served_settings(),
        **variables,
    }


def running_server(
    *arguments: str, **environment: str
) -> contextlib.AbstractContextManager[Server]:
    """Serve RIP on a free port until the block ends.

    `environment` adds to what the server runs with. A traceback in its log is an error: whatever
    tests send, the server must never be surprised.
    """
    return running_program(OURS, *arguments, **environment)


@contextlib.contextmanager
def running_program(
    program: tuple[str, ...], *arguments: str, **environment: str
) -> Iterator[Server]:
    """The same with another copy's manage.py, which migrates its database itself."""
    with tempfile.TemporaryDirectory(prefix="rip-server-") as folder:
        data_dir = Path(folder)
        with own_database(data_dir, _content(program, arguments)) as database_url:
            variables = {"DATABASE_URL": database_url, **environment}
            if program != OURS:
                variables["DJANGO_SETTINGS_MODULE"] = "rip.settings"
            variables = server_environment(data_dir, **variables)
            server = Server(free_port(), data_dir, variables, program)
            server.launch(*arguments)
            try:
                _wait_until_ready(server)
                yield server
                assert server.process.poll() is None, f"The server died:\n{server.log()[-6000:]}"
            finally:
                server.stop()
            assert "Traceback" not in server.log(), server.log()[-6000:]


def _content(program: tuple[str, ...], arguments: tuple[str, ...]) -> Content:
    if program != OURS:
        return "nothing"
    return "demo" if "--demo" in arguments else "migrated"


def _wait_until_ready(server: Server) -> None:
    def is_ready() -> bool:
        assert server.process.poll() is None, f"The server did not start:\n{server.log()}"
        with contextlib.suppress(httpx.TransportError):
            return httpx.get(f"{server.url}/readyz", timeout=5).status_code == 200
        return False

    wait_until(is_ready, seconds=START_SECONDS, failing="The server was never ready.")
