"""The Python program in examples/README.md works as it stands."""

import re
import subprocess
import sys

from tests.clients.talker import stored
from tests.kit.people import Person
from tests.kit.running import ROOT

EXAMPLES = ROOT / "examples"


def test_the_python_program_sends_and_shows_its_message(owner: Person) -> None:
    (program,) = re.findall(r"```python\n(.*?)```", (EXAMPLES / "README.md").read_text(), re.DOTALL)
    program = program.replace("http://localhost:8000", owner.server.url)
    program = program.replace('"vasya", "1"', f'"{owner.username}", "{owner.password}"')
    command = [sys.executable, "-u", "-c", program]
    with subprocess.Popen(command, cwd=EXAMPLES, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        lines = {running.stdout.readline() for _ in range(3)}
        running.terminate()
    said = "Здравствуйте!\n"
    assert lines == {f"sending {said}", f"1 {owner.username} {said}", f"sent {said}"}
    assert [message["seq"] for message in stored(owner)] == [1]
