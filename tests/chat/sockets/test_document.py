"""The Python example of docs/chat-protocol.md, run as it is written."""

import re
import subprocess
import sys

from tests.conftest import PASSWORD
from tests.kit.people import Person
from tests.kit.running import ROOT


def test_the_documents_example_runs(owner: Person) -> None:
    document = (ROOT / "docs" / "chat-protocol.md").read_text()
    [example] = re.findall(r"```python\n(.*?)```", document, re.DOTALL)
    for written, here in [
        ("http://127.0.0.1:8000", owner.server.url),
        ('"vasya"', f'"{owner.username}"'),
        ('"1"', f'"{PASSWORD}"'),
    ]:
        assert written in example
        example = example.replace(written, here)
    done = subprocess.run(
        [sys.executable, "-c", example], capture_output=True, text=True, timeout=60, check=True
    )
    assert f"'sender': '{owner.username}'" in done.stdout
