"""A private MariaDB or MySQL and a private Redis, on free ports, for as long as they are needed.

`python -m tests.kit.services mariadb|mysql COMMAND…` runs COMMAND with DATABASE_URL and REDIS_URL
set to them.
"""

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

from tests.kit.mysql import mysql_server
from tests.kit.programs import NotInstalled, program
from tests.kit.running import free_port
from tests.kit.waiting import wait_until

START_SECONDS = 60.0

# Over TCP, where a new MySQL knows nobody.
MYSQL_ACCOUNTS = """\
CREATE USER IF NOT EXISTS root@'127.0.0.1';
GRANT ALL ON *.* TO root@'127.0.0.1' WITH GRANT OPTION;
"""


@dataclass
class Service:
    """A running service that can be broken, and started again on the same data and port."""

    url: str
    port: int
    log: Path
    command: list[str]
    process: "subprocess.Popen[bytes]" = field(init=False)

    def start(self) -> None:
        """Returns when it listens."""
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                self.command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT
            )
        _wait_until_listening(self.process, self.port, self.log)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def freeze(self) -> None:
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self.process.send_signal(signal.SIGCONT)

    def stop(self) -> None:
        """End it as its own shutdown does it; kill it when that takes half a minute."""
        self.process.terminate()
        self.thaw()
        try:
            self.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self.kill()


@contextlib.contextmanager
def _running(service: Service) -> Iterator[Service]:
    """Run a service until the block ends, whatever state the block leaves it in."""
    service.start()
    try:
        yield service
    finally:
        service.stop()


@contextlib.contextmanager
def mariadb(*settings: str) -> Iterator[Service]:
    """A new MariaDB server that is as durable as a real one; its URL is a DATABASE_URL.

    It is a small one, unless its options are among `settings`.
    """
    server = program("mariadbd", "mysqld", package="mariadb-server")
    install = program("mariadb-install-db", "mysql_install_db", package="mariadb-server")
    with tempfile.TemporaryDirectory(prefix="rip-mariadb-") as folder:
        port = free_port()
        common = ["--no-defaults", f"--datadir={folder}/data"]
        if os.geteuid() == 0:
            common.append("--user=root")
        _run(install, *common, "--auth-root-authentication-method=normal", "--skip-test-db")
        options = [
            f"--port={port}",
            f"--socket={folder}/socket",
            f"--pid-file={folder}/pid",
            # In a shared one it would delete the temporary tables of other servers when it starts.
            f"--tmpdir={folder}",
            "--bind-address=127.0.0.1",
            "--character-set-server=utf8mb4",
            "--collation-server=utf8mb4_unicode_ci",
            "--innodb-flush-log-at-trx-commit=1",
            "--innodb-buffer-pool-size=64M",
            "--innodb-log-file-size=32M",
            "--performance-schema=OFF",
            "--skip-name-resolve",
            *settings,
        ]
        url = f"mysql://root@127.0.0.1:{port}/rip"
        command = [server, *common, *options]
        with _running(Service(url, port, Path(folder) / "log", command)) as service:
            yield service


@contextlib.contextmanager
def mysql(*settings: str) -> Iterator[Service]:
    """A new MySQL server that is as durable as a real one; its URL is a DATABASE_URL.

    It is a small one, unless its options are among `settings`. Raises NotInstalled.
    """
    server = mysql_server()
    with tempfile.TemporaryDirectory(prefix="rip-mysql-", dir=server.root / "tmp") as outside:
        # The server may have a root of its own.
        folder = f"/{Path(outside).relative_to(server.root)}"
        accounts = Path(outside, "accounts.sql")
        accounts.write_text(MYSQL_ACCOUNTS)
        port = free_port()
        common = ["--no-defaults", f"--datadir={folder}/data"]
        if os.geteuid() == 0:
            common.append("--user=root")
        _run(*server.command, *common, "--initialize-insecure")
        options = [
            f"--port={port}",
            f"--socket={folder}/socket",
            f"--pid-file={folder}/pid",
            f"--init-file={folder}/accounts.sql",
            f"--tmpdir={folder}",
            "--bind-address=127.0.0.1",
            "--mysqlx=OFF",
            "--character-set-server=utf8mb4",
            "--collation-server=utf8mb4_0900_ai_ci",
            "--innodb-flush-log-at-trx-commit=1",
            "--innodb-buffer-pool-size=64M",
            "--innodb-redo-log-capacity=64M",
            "--disable-log-bin",
            "--performance-schema=OFF",
            "--skip-name-resolve",
            *settings,
        ]
        url = f"mysql://root@127.0.0.1:{port}/rip"
        command = [*server.command, *common, *options]
        with _running(Service(url, port, Path(outside) / "log", command)) as service:
            yield service


@contextlib.contextmanager
def redis() -> Iterator[Service]:
    """A new Redis server that keeps nothing on disk; its URL is a REDIS_URL."""
    server = program("redis-server", package="redis-server")
    with tempfile.TemporaryDirectory(prefix="rip-redis-") as folder:
        port = free_port()
        options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder]
        url = f"redis://127.0.0.1:{port}/0"
        with _running(Service(url, port, Path(folder) / "log", [server, *options])) as service:
            yield service


def _run(*command: str) -> None:
    done = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed:\n{done.stdout}")


def _wait_until_listening(process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    def is_listening() -> bool:
        assert process.poll() is None, f"A service did not start:\n{log.read_text()[-3000:]}"
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return True
        return False

    wait_until(is_listening, seconds=START_SECONDS, failing="A service never listened.")


def leave(signum: int, _frame: object) -> None:
    """Leave through every `finally`, so that no service outlives this process."""
    raise SystemExit(128 + signum)


DATABASES = {"mariadb": mariadb, "mysql": mysql}


def main(database_name: str, command: list[str]) -> int:
    """Run `command` beside the services; return its exit code."""
    signal.signal(signal.SIGTERM, leave)
    signal.signal(signal.SIGHUP, leave)
    try:
        with DATABASES[database_name]() as database, redis() as bus:
            environment = {**os.environ, "DATABASE_URL": database.url, "REDIS_URL": bus.url}
            with subprocess.Popen(command, env=environment) as process:
                try:
                    return process.wait()
                except BaseException:
                    process.terminate()
                    raise
    except KeyboardInterrupt:
        return 130
    except NotInstalled as error:
        sys.stderr.write(f"{error}\n")
        return 1


if __name__ == "__main__":
    if len(sys.argv) < 3 or sys.argv[1] not in DATABASES:
        sys.exit("usage: python -m tests.kit.services mariadb|mysql COMMAND…")
    sys.exit(main(sys.argv[1], sys.argv[2:]))
