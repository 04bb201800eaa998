"""The JavaScript client by itself: its own tests, and whether the built file is of its sources."""

import hashlib
import subprocess

from tests.clients.conftest import SOURCES
from tests.kit.running import ROOT


def test_the_client_passes_its_own_tests(node: list[str]) -> None:
    files = sorted(map(str, SOURCES.glob("tests/*.test.js")))
    assert files
    done = subprocess.run([*node, "--test", *files], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_built_file_was_made_from_these_sources() -> None:
    digest = hashlib.sha256()
    for source in sorted((SOURCES / "src").iterdir()):
        digest.update(f"{source.name}\n".encode() + source.read_bytes())
    built = (ROOT / "rip" / "static" / "rip" / "chat-client.js").read_text()
    advice = "Build it anew: cd frontend/chat-client && npm ci && npm run build"
    assert digest.hexdigest() in built.partition("\n")[0], advice
