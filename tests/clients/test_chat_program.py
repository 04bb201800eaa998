"""`python examples/chat.py`, as somebody at a terminal uses it."""

import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.clients.conftest import register
from tests.clients.talker import SECONDS, stored
from tests.kit.people import Person
from tests.kit.running import ROOT, Server, running_server

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with running_server() as running:
        yield running


@pytest.fixture
def owner(server: Server) -> Iterator[Person]:
    with register(server) as person:
        yield person


def chat(owner: Person, *options: str) -> "subprocess.Popen[str]":
    program = [sys.executable, str(ROOT / "examples" / "chat.py"), "--url", owner.server.url]
    return subprocess.Popen(
        [*program, "--user", owner.username, "--password", owner.password, *options],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_what_is_typed_is_sent_before_the_program_ends(owner: Person) -> None:
    with chat(owner) as program:
        _, notes = program.communicate("Здравствуйте!\n\nЕсть кто-нибудь?\n", timeout=SECONDS)
    assert program.returncode == 0, notes
    assert [message["message"] for message in stored(owner)] == [
        "Здравствуйте!",
        "Есть кто-нибудь?",
    ]
    assert "1 to 4000 characters" in notes


def test_what_is_typed_while_the_server_restarts_is_sent_afterwards(
    server: Server, owner: Person
) -> None:
    with chat(owner) as program:
        assert program.stdin is not None
        assert program.stdout is not None
        program.stdin.write("a\n")
        program.stdin.flush()
        assert program.stdout.readline() == f"[1] {owner.username}: a\n"
        server.stop(signal.SIGKILL)
        program.stdin.write("b\n")
        program.stdin.flush()
        server.start_again()
        assert program.stdout.readline() == f"[2] {owner.username}: b\n"
        program.communicate(timeout=SECONDS)
    assert [message["message"] for message in stored(owner)] == ["a", "b"]


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (["--password", "wrong"], "The user name or the password is not right."),
        (["--room", "1000000"], "The server closed the conversation: 4403."),
        (["--url", "http://127.0.0.1:1"], "http://127.0.0.1:1 does not answer"),
    ],
)
def test_the_program_says_why_it_cannot_go_on(
    owner: Person, options: list[str], reason: str
) -> None:
    with chat(owner, *options) as program:
        # The input stays open: it is not what ends the program.
        assert program.wait(timeout=SECONDS) == 1
        assert program.stderr is not None
        assert reason in program.stderr.read()
