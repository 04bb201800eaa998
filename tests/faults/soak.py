"""The parts that soaks share: several processes of one site, and a command to run them for long."""

import argparse
import contextlib
import os
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from tests.kit.running import Server, free_port, running_server
from tests.kit.services import mariadb, redis

Soak: TypeAlias = Callable[[Sequence[Server], float], tuple[int, list[str]]]
"""Soaks these servers for so many seconds; gives the number of reads, and those that missed a
write."""


@contextlib.contextmanager
def processes(count: int, **environment: str) -> Iterator[list[Server]]:
    """Servers of one board, each a process and a port of its own."""
    with (
        running_server(RIP_ACCESS_LOG="off", **environment) as first,
        contextlib.ExitStack() as ends,
    ):
        servers = [first]
        for _ in range(count - 1):
            server = Server(free_port(), first.data_dir, first.environment)
            server.start()
            ends.callback(server.stop)
            servers.append(server)
        yield servers


def main(soak: Soak, module: str, description: str, arguments: list[str]) -> int:
    """Run a soak as a command: `--seconds N`, and `--services` for MariaDB and Redis, which is
    killed in the middle."""
    parser = argparse.ArgumentParser(prog=f"python -m {module}", description=description)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--services", action="store_true", help="on MariaDB and Redis")
    options = parser.parse_args(arguments)
    with contextlib.ExitStack() as services:
        environment = {}
        if options.services:
            database, bus = services.enter_context(mariadb()), services.enter_context(redis())
            environment = {"REDIS_URL": bus.url}
            services.enter_context(_variable("DATABASE_URL", database.url))
            timer = threading.Timer(options.seconds / 2, bus.kill)
            timer.start()
            services.callback(timer.cancel)
        with processes(4, **environment) as servers:
            reads, missed = soak(servers, options.seconds)
    sys.stdout.write(f"{reads:,} reads, {len(missed)} missed a write\n")
    sys.stdout.writelines(f"{line}\n" for line in missed)
    return bool(missed)


@contextlib.contextmanager
def _variable(name: str, value: str) -> Iterator[None]:
    os.environ[name] = value
    try:
        yield
    finally:
        del os.environ[name]
