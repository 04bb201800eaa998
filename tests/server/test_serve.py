"""`manage.py serve` and `manage.py runserver`: what they say when they cannot start."""

import os
import socket
import subprocess
import sys

import pytest

from tests.kit.running import ROOT, free_port


def manage(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    settings = {"DJANGO_SETTINGS_MODULE": "rip.settings", **environment}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("command", [["serve", "--port"], ["runserver"]])
def test_a_taken_port_is_said_in_one_sentence(command: list[str]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        done = manage(*command, port)
    assert done.returncode == 1
    assert done.stderr == (
        f"CommandError: Port {port} is taken: stop what uses it, or choose another port.\n"
    )


@pytest.mark.parametrize("port", ["0", "65536", "-1"])
def test_a_port_that_cannot_be_is_refused(port: str) -> None:
    done = manage("serve", "--port", port)
    assert done.returncode == 1
    assert done.stderr == "CommandError: --port takes a number from 1 to 65535.\n"


@pytest.mark.parametrize("address", ["0", "65536", "http", "127.0.0.1:", "٣٣٣٣٣٣"])
def test_an_address_that_is_none_is_refused(address: str) -> None:
    done = manage("runserver", address)
    assert done.returncode == 1
    assert done.stderr == f"CommandError: “{address}” is not PORT or HOST:PORT.\n"


@pytest.mark.parametrize("command", [["serve", "--port"], ["runserver"]])
def test_a_database_that_does_not_answer_is_said_in_one_sentence(command: list[str]) -> None:
    nobody = f"mysql://root@127.0.0.1:{free_port()}/rip"
    done = manage(*command, str(free_port()), DATABASE_URL=nobody)
    assert done.returncode == 1
    assert done.stderr.startswith("CommandError: The database does not answer (")
    assert done.stderr.endswith("): start it, or correct DATABASE_URL.\n")
    assert done.stderr.count("\n") == 1


def test_a_host_that_is_not_of_this_computer_is_refused() -> None:
    done = manage("serve", "--port", str(free_port()), "--host", "192.0.2.1")
    assert done.stderr == (
        "CommandError: “192.0.2.1” is not an address of this computer: choose another host.\n"
    )
