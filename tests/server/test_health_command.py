"""The container's health check, `python -m rip.server.health`."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest

from tests.kit.running import ROOT, Server, free_port, running_server


def health(port: int | str, **environment: str) -> "subprocess.CompletedProcess[str]":
    given = {**os.environ, "PORT": str(port), "ALLOWED_HOSTS": "", **environment}
    return subprocess.run(
        [sys.executable, "-m", "rip.server.health"],
        cwd=ROOT,
        env=given,
        capture_output=True,
        text=True,
        check=False,
    )


@contextlib.contextmanager
def one_that_says(response: bytes) -> Iterator[tuple[int, list[bytes]]]:
    """Its port, and what it is asked; it closes the connection after the response."""
    asked: list[bytes] = []

    def answer(listening: socket.socket) -> None:
        connection, _ = listening.accept()
        with connection:
            asked.append(connection.recv(65536))
            connection.sendall(response)

    with socket.create_server(("127.0.0.1", 0)) as listening:
        answering = threading.Thread(target=answer, args=[listening])
        answering.start()
        yield listening.getsockname()[1], asked
        answering.join(timeout=20)


def test_a_site_that_serves_is_well(server: Server) -> None:
    done = health(server.port)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_it_asks_under_a_name_that_the_site_knows() -> None:
    names = ".rip.example.org, 127.0.0.1"
    with running_server(ALLOWED_HOSTS=names) as server:
        assert health(server.port, ALLOWED_HOSTS=names).returncode == 0
        assert health(server.port, ALLOWED_HOSTS="unknown.example.org").returncode == 1


@pytest.mark.parametrize(
    ("hosts", "name"),
    [
        ("", b"localhost"),
        ("rip.example.org", b"rip.example.org"),
        (" .rip.example.org , two.example.org", b"rip.example.org"),
        ("*", b"localhost"),
        ("*.rip.example.org", b"rip.example.org"),
    ],
)
def test_the_name_is_the_first_that_is_allowed(hosts: str, name: bytes) -> None:
    with one_that_says(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n") as (port, asked):
        assert health(port, ALLOWED_HOSTS=hosts).returncode == 0
    assert asked[0].startswith(b"GET /livez HTTP/1.1\r\n")
    assert b"\r\nHost: " + name + b"\r\n" in asked[0]


def test_nobody_on_the_port_is_unhealthy() -> None:
    done = health(free_port())
    assert done.returncode == 1
    assert done.stderr.startswith("unhealthy: ")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("status", ["204 No Content", "404 Not Found", "500 Error", "503 Wait"])
def test_another_status_is_unhealthy(status: str) -> None:
    with one_that_says(f"HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n".encode()) as (port, _):
        assert health(port).returncode == 1


@pytest.mark.parametrize("said", [b"", b"SSH-2.0-OpenSSH_9.2\r\n", b"HTTP/1.1 OK\r\n\r\n"])
def test_one_that_speaks_something_else_is_unhealthy(said: bytes) -> None:
    with one_that_says(said) as (port, _):
        done = health(port)
    assert done.returncode == 1
    assert done.stderr.startswith("unhealthy: ")


def test_a_frozen_process_is_unhealthy() -> None:
    """It takes connections still, as the kernel does for it; the check gives up after seconds."""
    with running_server() as server:
        server.process.send_signal(signal.SIGSTOP)
        try:
            done = health(server.port)
        finally:
            server.process.send_signal(signal.SIGCONT)
        assert (done.returncode, done.stderr) == (1, "unhealthy: timed out\n")
        assert health(server.port).returncode == 0


def test_a_process_that_stopped_is_unhealthy_until_it_is_started_again() -> None:
    with running_server() as server:
        server.stop()
        assert health(server.port).returncode == 1
        server.start_again()
        assert health(server.port).returncode == 0


@pytest.mark.parametrize("port", ["http", "99999"])
def test_a_port_that_cannot_be_is_a_sentence(port: str) -> None:
    done = health(port)
    assert done.returncode == 1
    assert done.stderr.startswith("unhealthy: ")
    assert done.stderr.count("\n") == 1
