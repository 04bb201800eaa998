"""The examples of the documents work as they are written, in their order, on a demo."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.docs.code_blocks import READMES, Block, blocks, commands
from tests.docs.documents import DOCS
from tests.kit.running import ROOT, Server, running_server

pytestmark = pytest.mark.slow

SITE = "localhost:8000"
COMMENT = re.compile(r"# (\{.*\})\s*$")
# Values that differ from run to run; the rest is compared.
SECRETS = {"refresh", "access", "uuid", "chat_name", "room_name"}
# The user who is signed in, by the path; the text before it says so.
PEOPLE = {"ws_token": "vasya", "support_chat": "vasya", "chats_list": "operator"}


@pytest.fixture(scope="module", params=READMES, ids=lambda path: path.name)
def readme(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path


@pytest.fixture
def demo(readme: Path) -> Iterator[Server]:
    """A new one for each README: the examples name the advert that they post by its number."""
    if shutil.which("curl") is None:
        pytest.skip("needs curl: install the package curl")
    with running_server("--demo") as running:
        yield running


def curl(command: str, demo: Server, access: str = "") -> Any:
    """Run a command as it is written, on this server; return the JSON it prints."""
    done = subprocess.run(
        command.replace("curl", "curl --silent --show-error --fail-with-body", 1).replace(
            SITE, f"127.0.0.1:{demo.port}"
        ),
        shell=True,
        cwd=ROOT,
        env={**os.environ, "ACCESS": access},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return json.loads(done.stdout) if done.stdout else None


def signed_in(demo: Server, username: str) -> str:
    given = {"username": username, "password": "1"}
    access: str = httpx.post(f"{demo.url}/api/token/", json=given).json()["access"]
    return access


def without_secrets(value: Any) -> Any:
    if isinstance(value, list):
        return [without_secrets(one) for one in value]
    if not isinstance(value, dict):
        return value
    return {name: ... if name in SECRETS else without_secrets(one) for name, one in value.items()}


def talk(command: str, demo: Server, message: str) -> None:
    """Run the command that opens a socket, and send a message until it comes back."""
    authorization = {"Authorization": f"Bearer {signed_in(demo, 'vasya')}"}
    ticket: str = httpx.get(f"{demo.url}/api/ws_token/", headers=authorization).json()["uuid"]
    command = command.replace(SITE, f"127.0.0.1:{demo.port}").replace("0e4b4018-…", ticket)
    with subprocess.Popen(
        command.replace(".venv/bin/python", sys.executable),
        shell=True,
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as talking:
        assert talking.stdin is not None
        assert talking.stdout is not None
        talking.stdin.write(f"{message}\n")
        talking.stdin.flush()
        # As it comes back, which is after what is in the room already.
        echo = f'"message":{json.dumps(json.loads(message)["message"], ensure_ascii=False)},"seq"'
        while echo not in (line := talking.stdout.readline()):
            assert line, "The message did not come back."
        talking.communicate()


def examples(readme: Path) -> Iterator[tuple[str, str]]:
    """Yield the commands that talk to the demo, each with the JSON beside it or after its block."""
    found = blocks(readme)
    for block, following in pairwise([*found, Block("", "")]):
        wanted = [one for one in commands(block) if block.language == "sh" and SITE in one]
        wanted = [one for one in wanted if one.startswith(("curl ", ".venv/"))]
        for command in wanted:
            after = following.text if following.language == "json" else ""
            yield command, said_of(command, block) or (after if command == wanted[-1] else "")


def said_of(command: str, block: Block) -> str:
    """Return the JSON that a comment shows for a command."""
    lines = [line for line in block.text.splitlines() if line.startswith(command)]
    match = COMMENT.search(lines[0]) if lines else None
    return match[1] if match else ""


def test_each_command_is_answered_as_the_text_says(readme: Path, demo: Server) -> None:
    compared = 0
    for command, written in examples(readme):
        if "-m websockets" in command:
            talk(command, demo, written)
            continue
        person = next((name for path, name in PEOPLE.items() if path in command), "")
        printed = curl(command, demo, signed_in(demo, person) if person else "")
        if written:
            assert without_secrets(printed) == without_secrets(json.loads(written)), command
            compared += 1
    assert compared == 5


def test_the_client_in_the_chats_document_is_acknowledged(tmp_path: Path) -> None:
    [code] = [one.text for one in blocks(DOCS / "chat-protocol.md") if one.language == "python"]
    program = tmp_path / "client.py"
    with running_server("--demo") as demo:
        program.write_text(code.replace("127.0.0.1:8000", f"127.0.0.1:{demo.port}"))
        done = subprocess.run(
            [sys.executable, str(program)],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    assert "'message': 'Здравствуйте!', 'seq': " in done.stdout.splitlines()[-1]
